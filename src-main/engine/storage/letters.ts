import { KEY_COLUMNS } from './columns.ts';
import { keysFromArrow, textsFromArrow } from './from-arrow.ts';
import type { IndexFilter, LettersMatch, TermLetters } from './index-store.ts';
import { mergeRows } from './merge.ts';
import type { Shard } from './shard.ts';
import { filterPredicate } from './where.ts';

const LETTERS = /^[\p{L}\p{N}\p{M}]+$/u;

/** See `IndexStore.searchLetters`. Text that can be no part of a term finds nothing. */
export async function searchLetters(
  shards: readonly Shard[],
  wanted: TermLetters,
  { filter, limit }: { readonly filter: IndexFilter; readonly limit: number },
): Promise<LettersMatch[]> {
  if (!LETTERS.test(wanted.letters) || limit <= 0) return [];
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
  return mergeRows(lists).slice(0, limit);
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
