import type { NameHit } from './scan-names.ts';

/** A name hit with its place in its list and what it adds to its document's score. */
export type WeighedName = NameHit & { readonly rank: number; readonly weight: number };

/**
 * What a query looks like:
 * - `name`: an identifier, a path, or something with an extension: nobody describes a content like that
 * - `word`: one plain word, which may be a name as well as a content
 * - `text`: several words
 */
export type QueryKind = 'name' | 'word' | 'text';

const PATH = /^(?:~|\.{0,2}|[A-Za-z]:)[/\\]|[/\\]$|^\S{2,}[/\\]\S{2,}$/;
const WITH_EXTENSION = /[\p{L}\p{N})\]]\.(?=[\p{L}\p{N}]*\p{L})[\p{L}\p{N}]{1,5}$/u;
const IDENTIFIER = /_|\p{Ll}\p{Lu}|\p{L}\p{M}*\p{N}|\p{N}\p{L}|[\p{L}\p{N}]\.[\p{L}\p{N}]|^\.\p{L}/u;
const PLAIN_NUMBER = /^[\d.,:\s-]+$/;

export function kindOfQuery(text: string): QueryKind {
  const query = text.trim();
  if (PATH.test(query) || WITH_EXTENSION.test(query)) return 'name';
  if (/\s/.test(query)) return 'text';
  return IDENTIFIER.test(query) && !PLAIN_NUMBER.test(query) ? 'name' : 'word';
}

/** Fused scores of words and meaning end at 2: a name that leads stands before all that no name leads. */
export const LEADING = 2;
/** A name that is found by its folders as well is a good guess, not more. */
const PATH_SHARE = 0.5;
/** Abbreviations of a plain word stand behind what says it, unless nothing does. */
const FUZZY_SHARE = 0.1;
/** Below this an abbreviation is scattered letters: only where the query cannot be anything but a name. */
const LEAST_FUZZY_SCORE = 0.3;
/** Where more names than this begin with what was typed, the name alone tells little. */
const MANY = 50;
/** A name that is the query, with or without its extension, is never one of many. */
const LEAST_SAME = 0.98;

/**
 * What each name hit adds to its document's fused score; hits that add nothing are left out. Names lead where the query
 * looks like one, or where every word of it begins a word of the name. `strong`: how many names the query leads to at all.
 */
export function weighNames(
  hits: readonly NameHit[],
  { kind, strong }: { readonly kind: QueryKind; readonly strong: number },
): WeighedName[] {
  const isCommon = kind !== 'name' && strong > MANY;
  return hits.flatMap((hit, index) => {
    const weight = weightOf(hit, kind, isCommon);
    return weight === 0 ? [] : [{ ...hit, rank: index + 1, weight }];
  });
}

function weightOf({ score, strength }: NameHit, kind: QueryKind, isCommon: boolean): number {
  if (kind === 'name') return score >= LEAST_FUZZY_SCORE ? LEADING + score : score * FUZZY_SHARE;
  if (strength === 'name') return isCommon && score < LEAST_SAME ? score * PATH_SHARE : LEADING + score;
  if (strength === 'path') return score * PATH_SHARE;
  return kind === 'word' && score >= LEAST_FUZZY_SCORE ? score * FUZZY_SHARE : 0;
}
