import { KEY_COLUMNS } from './columns.ts';
import { keysFromArrow, textsFromArrow } from './from-arrow.ts';
import type { ChunkKey, IndexFilter, LettersMatches, TermLetters, Vocabulary } from './index-store.ts';
import { mergeRows } from './merge.ts';
import type { Shard } from './shard.ts';
import { filterPredicate } from './where.ts';
import type { TermSearch } from './words.ts';

const LETTERS = /^[\p{L}\p{N}\p{M}]+$/u;
/**
 * Letters that stand for more words than this are looked for in the terms of the chunks: that ends as soon as enough
 * chunks are found, which with so many words is soon.
 */
const MAX_WORDS = 5_000;
/** A search for a thousand terms at once takes LanceDB three times as long as twenty for fifty. */
const TERMS_OF_SEARCH = 50;
const SEARCHES_AT_ONCE = 8;

export type LettersSearch = (wanted: TermLetters, filter: IndexFilter, limit: number) => Promise<LettersMatches>;

/** See `IndexStore.searchLetters`. Text that can be no part of a term finds nothing. */
export function createLettersSearch(options: {
  shards: readonly Shard[];
  vocabulary: Pick<Vocabulary, 'isReady' | 'matching'>;
  findTerms: TermSearch;
}): LettersSearch {
  return async (wanted, filter, limit) => {
    if (!LETTERS.test(wanted.letters) || limit <= 0) return { keys: [], terms: [] };
    const words = options.vocabulary.isReady() ? options.vocabulary.matching(wanted, MAX_WORDS) : null;
    if (words === null) return scanTerms(options.shards, wanted, { filter, limit });
    const terms = words.toSorted((left, right) => right.count - left.count).map(({ word }) => word);
    return { keys: await findAny(terms, (group) => options.findTerms(group, filter, limit), limit), terms };
  };
}

/** Up to `limit` chunks with any of the terms, of which the most frequent come first: mostly they have enough. */
async function findAny(
  terms: readonly string[],
  find: (terms: readonly string[]) => Promise<ChunkKey[]>,
  limit: number,
): Promise<ChunkKey[]> {
  let found: ChunkKey[] = [];
  let from = 0;
  while (from < terms.length && found.length < limit) {
    // One alone at first: it may do.
    const searches = from === 0 ? 1 : SEARCHES_AT_ONCE;
    const groups = Array.from({ length: searches }, (_, i) =>
      terms.slice(from + i * TERMS_OF_SEARCH, from + (i + 1) * TERMS_OF_SEARCH),
    );
    found = mergeRows([found, ...(await Promise.all(groups.map(find)))]);
    from += searches * TERMS_OF_SEARCH;
  }
  return found.slice(0, limit);
}

/** Reads the terms of all chunks that the filter lets through. */
async function scanTerms(
  shards: readonly Shard[],
  wanted: TermLetters,
  { filter, limit }: { readonly filter: IndexFilter; readonly limit: number },
): Promise<LettersMatches> {
  const rest = filterPredicate(filter);
  const predicate = `(${termPredicate(wanted)})${rest === null ? '' : ` AND ${rest}`}`;
  const isWanted = termCheck(wanted);
  const lists = await Promise.all(
    shards.map((shard) =>
      shard.read(async (table) => {
        const found = await table
          .query()
          .where(predicate)
          .select([...KEY_COLUMNS, 'terms'])
          .limit(limit)
          .toArrow();
        const terms = textsFromArrow(found, 'terms');
        return keysFromArrow(found).flatMap((key, row) => {
          const matching = [...new Set((terms[row] ?? '').split(' '))].filter((term) => isWord(term) && isWanted(term));
          return matching.length === 0 ? [] : [{ ...key, terms: matching }];
        });
      }),
    ),
  );
  const matches = mergeRows(lists).slice(0, limit);
  return { keys: matches, terms: byFrequency(matches.flatMap(({ terms }) => terms)) };
}

function byFrequency(terms: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left).map(([term]) => term);
}

/** Terms are parted by one space each. Letters and digits are no wildcards and need no quoting. */
function termPredicate({ kind, letters }: TermLetters): string {
  if (kind === 'prefix') return `terms LIKE '${letters}%' OR terms LIKE '% ${letters}%'`;
  if (kind === 'suffix') return `terms LIKE '%${letters}' OR terms LIKE '%${letters} %'`;
  return `terms LIKE '%${letters}%'`;
}

/** Stems stand among the words with a mark before them. */
function isWord(term: string): boolean {
  return !term.startsWith('~');
}

function termCheck({ kind, letters }: TermLetters): (term: string) => boolean {
  if (kind === 'prefix') return (term) => term.startsWith(letters);
  if (kind === 'suffix') return (term) => term.endsWith(letters);
  return (term) => term.includes(letters);
}
