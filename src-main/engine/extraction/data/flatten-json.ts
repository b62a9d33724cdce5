import type { FactWriter } from './fact-writer.ts';

/** The keys to a value, innermost first; places in lists are none: they say nothing. */
type Path = { readonly key: string; readonly outer: Path } | null;
type Frame = { readonly path: Path; readonly values: Iterator<readonly [string | null, unknown]>; readonly isRecord: boolean };

/** Outer keys say little, and a value 100,000 levels deep has 100,000 of them. */
const MOST_KEYS = 6;
/** A vector, a track, a picture: nobody looks for its numbers. */
const MOST_NUMBERS = 16;
/** One short object in a list is one line, as in a table. */
const LONGEST_RECORD_LINE = 160;
const MOST_RECORD_KEYS = 12;

/** Writes what is in a parsed JSON value, in its order. Neither recursive nor slowed down by depth. */
export function flattenJson(root: unknown, facts: FactWriter, options: { readonly line?: number; isFull(): boolean }): void {
  const { line } = options;
  const stack: Frame[] = [{ path: null, values: [[null, root] as const].values(), isRecord: false }];
  for (let frame = stack.at(-1); frame !== undefined && !options.isFull(); frame = stack.at(-1)) {
    const next = frame.values.next();
    if (next.done === true) {
      stack.pop();
      if (frame.isRecord) facts.endGroup();
      continue;
    }
    const [key, value] = next.value;
    const path: Path = key === null ? frame.path : { key, outer: frame.path };
    if (isScalar(value)) facts.add(nameOf(path), textOf(value), line);
    else if (Array.isArray(value)) {
      if (!addScalars(value, path, facts, line)) stack.push({ path, values: valuesOf(value), isRecord: false });
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const isRecord = key === null && frame.path !== null;
      const recordLine = key === null ? lineOfRecord(entries) : null;
      if (recordLine === null) stack.push({ path, values: entries.values(), isRecord: isRecord || key === null });
      else facts.add(nameOf(path), recordLine, line);
    }
  }
}

function* valuesOf(list: readonly unknown[]): Generator<readonly [null, unknown]> {
  for (const value of list) yield [null, value];
}

/** A list of words is one line; one of many numbers nothing. False: the list holds more than that. */
function addScalars(list: readonly unknown[], path: Path, facts: FactWriter, line: number | undefined): boolean {
  if (!list.every(isScalar)) return false;
  if (list.length > MOST_NUMBERS && list.every((value) => typeof value === 'number' || value === null)) return true;
  const texts = list.map(textOf).filter((text) => text !== '');
  if (texts.some((text) => text.length > LONGEST_RECORD_LINE || text.includes('\n'))) {
    for (const text of texts) facts.add(nameOf(path), text, line);
  } else facts.add(nameOf(path), texts.join(', '), line);
  return true;
}

function lineOfRecord(entries: readonly (readonly [string, unknown])[]): string | null {
  if (entries.length === 0 || entries.length > MOST_RECORD_KEYS) return null;
  let text = '';
  for (const [key, value] of entries) {
    if (!isScalar(value)) return null;
    const valueText = textOf(value);
    if (valueText === '') continue;
    text += `${text === '' ? '' : ' | '}${key}: ${valueText}`;
    if (text.length > LONGEST_RECORD_LINE || text.includes('\n')) return null;
  }
  return text;
}

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function textOf(value: Scalar): string {
  return value === null ? '' : String(value).trim();
}

function nameOf(path: Path): string {
  const keys: string[] = [];
  for (let step = path; step !== null && keys.length < MOST_KEYS; step = step.outer) keys.push(step.key);
  return keys.reverse().join('.').replace(/\s+/g, ' ').slice(0, LONGEST_RECORD_LINE);
}
