import { parse, YAMLError } from 'yaml';
import { parseDate } from '../dates.ts';

export type FrontMatter = {
  readonly title: string | null;
  readonly author: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  /** Further words by which people look for the page: aliases, a description. One line each. */
  readonly searchableLines: readonly string[];
};

/** Longer ones are data, and YAML's parser is not made for them. */
const LONGEST_FRONT_MATTER = 65_536;
const SEARCHABLE_KEYS = ['aliases', 'alias', 'subtitle', 'description', 'summary', 'author', 'authors', 'keywords'];

const NONE: FrontMatter = { title: null, author: null, tags: [], createdAt: null, modifiedAt: null, searchableLines: [] };

/**
 * Takes the front matter off a Markdown text. What stands between the fences but is no mapping in YAML is not
 * front matter: a page may begin with a rule.
 */
export function splitFrontMatter(source: string): { readonly frontMatter: FrontMatter; readonly body: string } {
  const none = { frontMatter: NONE, body: source };
  const opening = /^---[ \t]*\n/.exec(source);
  if (opening === null) return none;
  const closing = /^(?:---|\.\.\.)[ \t]*$/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(source.slice(0, LONGEST_FRONT_MATTER));
  if (end === null) return none;
  const yaml = source.slice(opening[0].length, end.index);
  const body = source.slice(end.index + end[0].length);
  if (yaml.trim() === '') return { frontMatter: NONE, body };
  const values = parseMapping(yaml);
  return values === null ? none : { frontMatter: read(values), body };
}

/** Keys go to a map, lower case: a key such as `__proto__` is a key like others there. */
function parseMapping(yaml: string): ReadonlyMap<string, unknown> | null {
  try {
    const parsed: unknown = parse(yaml, { mapAsMap: true, maxAliasCount: 100, uniqueKeys: false, logLevel: 'silent' });
    if (!(parsed instanceof Map)) return null;
    return new Map(
      Array.from(parsed, ([key, value]: [unknown, unknown]): [string, unknown] => [String(key).toLowerCase(), value]),
    );
  } catch (error) {
    // ReferenceError: an alias bomb; RangeError: nested deeper than the stack.
    if (error instanceof YAMLError || error instanceof ReferenceError || error instanceof RangeError) return null;
    throw error;
  }
}

function read(values: ReadonlyMap<string, unknown>): FrontMatter {
  const dateOf = (...keys: string[]): number | null => {
    for (const key of keys) {
      const [text] = stringsOf(values.get(key));
      const date = text === undefined ? null : parseDate(text);
      if (date !== null) return date;
    }
    return null;
  };
  const tags = ['tags', 'tag'].flatMap((key) => stringsOf(values.get(key))).flatMap((tag) => tag.split(/[,\s]+/));
  return {
    title: stringsOf(values.get('title'))[0] ?? null,
    author: ['author', 'authors'].flatMap((key) => stringsOf(values.get(key))).join(', ') || null,
    tags: [...new Set(tags.map((tag) => tag.replace(/^#+/, '')).filter((tag) => tag !== ''))],
    createdAt: dateOf('created', 'date', 'published'),
    modifiedAt: dateOf('updated', 'modified', 'lastmod'),
    searchableLines: SEARCHABLE_KEYS.map((key) => stringsOf(values.get(key)).join(', ')).filter((line) => line !== ''),
  };
}

/** The strings and numbers of a value or list, as text on one line. */
function stringsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .map((one) => String(one).replace(/\s+/g, ' ').trim())
    .filter((one) => one !== '');
}
