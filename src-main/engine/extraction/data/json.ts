import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { addSource } from '../code/add-source.ts';
import { isMinified, readableParts } from '../code/minified.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createFactWriter } from './fact-writer.ts';
import { flattenJson } from './flatten-json.ts';

/** A parsed value takes many times the memory of its text; longer ones are read line by line, as they are. */
const LONGEST_JSON = 40_000_000;

/** Reads JSON as `path: value` lines. What is not quite JSON (comments, several values) is read as far as it goes. */
export function extractJson(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    const parsed = source.length > LONGEST_JSON ? null : parseJson(source);
    if (parsed !== null) addValue(parsed.value, builder);
    else if (startsWithJsonLine(source)) addJsonLines(source, builder);
    else if (isMinified(source)) for (const part of readableParts(source)) builder.add('paragraph', part);
    else addSource(builder, source);
    return {};
  });
}

/** Reads JSON Lines: a value a line, each a place of its own. */
export function extractJsonLines(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    addJsonLines(source, builder);
    return {};
  });
}

function addValue(value: unknown, builder: DocumentBuilder): void {
  const facts = createFactWriter(builder);
  flattenJson(value, facts, { isFull: () => builder.isFull });
  facts.endGroup();
}

function addJsonLines(source: string, builder: DocumentBuilder): void {
  const facts = createFactWriter(builder);
  let line = 0;
  for (let start = 0; start < source.length && !builder.isFull;) {
    const end = source.indexOf('\n', start);
    const text = source.slice(start, end < 0 ? source.length : end);
    start = end < 0 ? source.length : end + 1;
    line += 1;
    if (text.trim() === '') continue;
    const parsed = parseJson(text);
    if (parsed === null) facts.add('', text, line);
    else flattenJson(parsed.value, facts, { line, isFull: () => builder.isFull });
    facts.endGroup();
  }
}

/** Two lines or more, the first a whole object or list. */
function startsWithJsonLine(source: string): boolean {
  const end = source.indexOf('\n');
  const first = end < 0 ? '' : source.slice(0, end).trim();
  return /^[[{]/.test(first) && parseJson(first) !== null;
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // RangeError: nested deeper than the parser's stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}
