import { foldName } from './fold-name.ts';

/** A query as the list of names needs it. All words are folded, distinct and not empty. */
export type NameQuery = {
  /** What the name itself must match; words of a query that is no path may also match a folder above, but not all of them. */
  readonly words: readonly string[];
  /** What folders above must match: the words before the last separator of a path. */
  readonly folderWords: readonly string[];
  readonly isPath: boolean;
  /** A path that ends with a separator names a folder. */
  readonly isFolder: boolean;
  /** The words in their order, each followed by one space but the last: what a name may be, or begin with, as a whole. */
  readonly whole: string;
};

/** Whoever types more is describing something; each further word costs time at every keystroke. */
const MAX_WORDS = 16;
/** 9/11, 1/2 and N/A are no paths: a query is one where it begins or ends with a separator or a part of it is long enough. */
const PATH = /^(?:~|\.{0,2}|[A-Za-z]:)[/\\]|[/\\]$|[^\s/\\]{3,}[/\\]|[/\\][^\s/\\]{3,}/;

/** Null where nothing in the query can match a name. */
export function parseNameQuery(text: string): NameQuery | null {
  const query = text.trim();
  const isPath = PATH.test(query);
  const segments = (isPath ? query.replace(/^~/, '').split(/[/\\]/) : [query]).map(wordsOf).filter(({ length }) => length > 0);
  const last = segments.at(-1) ?? [];
  const folderWords = [...new Set(segments.slice(0, -1).flat())];
  const words = [...new Set(last)];
  if (words.length === 0 || words.length + folderWords.length > MAX_WORDS) return null;
  return { words, folderWords, isPath, isFolder: isPath && /[/\\]$/.test(query), whole: last.join(' ') };
}

function wordsOf(text: string): string[] {
  return foldName(text)
    .folded.split(' ')
    .filter((word) => word !== '');
}
