import type { SQLInputValue } from 'node:sqlite';
import { outermostPaths, subtreeRange } from './paths.ts';
import { foldText, type TextPattern } from './text-patterns.ts';

/** A value of a filter as a person typed it. `isQuoted`: stars in it are no wildcards. */
export type FilterText = { readonly text: string; readonly isQuoted: boolean };
/** `from <= x < before`; null is open. */
export type FilterRange = { readonly from: number | null; readonly before: number | null };
export type FilterTextField = 'type' | 'ext' | 'folder' | 'path' | 'name' | 'title' | 'author' | 'lang' | 'tag';

/** Any of `included` unless there are none, and none of `excluded`. Sizes are bytes, dates milliseconds since 1970. */
export type DocumentCondition =
  | {
      readonly kind: 'text';
      readonly field: FilterTextField;
      readonly included: readonly FilterText[];
      readonly excluded: readonly FilterText[];
    }
  | {
      readonly kind: 'range';
      readonly of: 'date' | 'size';
      readonly included: readonly FilterRange[];
      readonly excluded: readonly FilterRange[];
    };

/** All given parts must hold; within a list any may. An empty list filters nothing. */
export type DocumentFilter = {
  readonly folders: readonly string[];
  readonly types: readonly string[];
  readonly tags: readonly string[];
  readonly from: number | null;
  readonly before: number | null;
  readonly conditions?: readonly DocumentCondition[];
};

export type SqlCondition = { readonly where: string; readonly parameters: readonly SQLInputValue[] };

/** The condition on a row of `documents`. Needs the functions that `openDatabase` adds. */
export function toSqlCondition(filter: DocumentFilter): SqlCondition {
  const parts: SqlCondition[] = [];
  const add = (where: string, ...parameters: SQLInputValue[]): void => void parts.push({ where, parameters });
  if (filter.folders.length > 0) {
    const ranges = outermostPaths(filter.folders).map(subtreeRange);
    const isUnder = ranges.map(() => '(documents.path >= ? AND documents.path < ?)').join(' OR ');
    add(`(${isUnder})`, ...ranges.flatMap(({ from, before }) => [from, before]));
  }
  if (filter.types.length > 0) add('type IN (SELECT value FROM json_each(?))', JSON.stringify(filter.types));
  if (filter.tags.length > 0) {
    add(
      'id IN (SELECT document_id FROM document_tags WHERE tag IN (SELECT value FROM json_each(?)))',
      JSON.stringify(filter.tags),
    );
  }
  if (filter.from !== null) add('date >= ?', filter.from);
  if (filter.before !== null) add('date < ?', filter.before);
  for (const condition of filter.conditions ?? []) {
    if (condition.included.length > 0) parts.push(anyOf(condition, condition.included));
    if (condition.excluded.length > 0) {
      const { where, parameters } = anyOf(condition, condition.excluded);
      parts.push({ where: `NOT ${where}`, parameters });
    }
  }
  return {
    where: parts.length === 0 ? 'true' : parts.map(({ where }) => where).join(' AND '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

/** What a value of the field must match, for the function `text_matches`; JSON. */
export function toPatterns(field: FilterTextField, values: readonly FilterText[]): string {
  return JSON.stringify(values.flatMap((value) => patternsOf(field, value)));
}

/** As JSON lists: a query may hold more values than an expression of SQL may be deep. */
function anyOf(condition: DocumentCondition, values: readonly (FilterText | FilterRange)[]): SqlCondition {
  if (condition.kind === 'range') {
    const column = condition.of === 'size' ? 'size_bytes' : 'date';
    const ranges = values.flatMap((value) => ('from' in value ? [value] : []));
    const [only] = ranges;
    if (only !== undefined && ranges.length === 1) {
      // By an index, where there is one.
      const bounds = [...(only.from === null ? [] : [`${column} >= ?`]), ...(only.before === null ? [] : [`${column} < ?`])];
      return { where: `(${bounds.join(' AND ')})`, parameters: [only.from, only.before].filter((bound) => bound !== null) };
    }
    const where = `EXISTS (SELECT 1 FROM json_each(?) AS range WHERE
      ${column} >= coalesce(range.value ->> 0, ${column}) AND ${column} < coalesce(range.value ->> 1, ${column} + 1))`;
    return { where, parameters: [JSON.stringify(ranges.map(({ from, before }) => [from, before]))] };
  }
  const texts = values.flatMap((value) => ('text' in value ? [value] : []));
  const ofField = { where: TEXT_CONDITIONS[condition.field], parameters: [toPatterns(condition.field, texts)] };
  if (condition.field !== 'type') return ofField;
  // People name Word documents by `docx` as often as by `word`.
  const where = `(${ofField.where} OR ${TEXT_CONDITIONS.ext})`;
  return { where, parameters: [...ofField.parameters, toPatterns('ext', texts)] };
}

const PATH = 'CAST(documents.path AS TEXT)';
const TEXT_CONDITIONS: Readonly<Record<FilterTextField, string>> = {
  // Many documents, few types and languages: each is looked at once.
  type: 'type IN (SELECT value FROM (SELECT DISTINCT type AS value FROM documents) WHERE text_matches(value, ?))',
  lang: `coalesce(language, '') IN
    (SELECT value FROM (SELECT DISTINCT language AS value FROM documents) WHERE text_matches(value, ?))`,
  ext: `name_matches(${PATH}, ?)`,
  name: `name_matches(${PATH}, ?)`,
  path: `text_matches(${PATH}, ?)`,
  folder: `text_matches(${PATH}, ?)`,
  title: `text_matches(coalesce(title, file_name(${PATH})), ?)`,
  author: `text_matches(coalesce(author, ''), ?)`,
  tag: 'id IN (SELECT document_id FROM document_tags WHERE text_matches(tag, ?))',
};

function patternsOf(field: FilterTextField, { text, isQuoted }: FilterText): TextPattern[] {
  const folded = foldText(text).trim();
  const wildcards = isQuoted ? [folded] : folded.split(/[*＊]+/);
  switch (field) {
    case 'path':
    case 'title':
    case 'author':
      return [holding(wildcards)];
    case 'folder':
      return [folderPattern(folded, wildcards)];
    case 'ext':
      return [['', ...`.${folded.replace(/^[*＊]?\.?/, '')}`.split(isQuoted ? '/' : /[*＊]+/)]];
    case 'name':
      // With or without its extension.
      return [wildcards, [...wildcards.slice(0, -1), `${wildcards.at(-1) ?? ''}.`, '']];
    case 'lang':
      return [wildcards, [...wildcards.slice(0, -1), `${wildcards.at(-1) ?? ''}-`, '']];
    case 'tag':
      return [[(wildcards[0] ?? '').replace(/^#/, ''), ...wildcards.slice(1)]];
    default:
      return [wildcards];
  }
}

function holding(wildcards: readonly string[]): TextPattern {
  return ['', ...wildcards, ''];
}

/** Every folder of a path is followed by a slash, the file's name is not. */
function folderPattern(folded: string, wildcards: readonly string[]): TextPattern {
  const isFromRoot = /^(?:\/|[a-z]:)/.test(folded);
  const inner = [...wildcards];
  const last = inner.length - 1;
  inner[last] = `${(inner[last] ?? '').replace(/\/+$/, '')}/`;
  if (isFromRoot) return [...inner, ''];
  inner[0] = `/${(inner[0] ?? '').replace(/^(?:\.?\/)+/, '')}`;
  return holding(inner);
}
