import { isNearlyIdentical, type PassagePrint } from './near-identical.ts';

/** A result may fold into one of so many before it in the ranking, whichever page those are on. */
export const FOLD_WINDOW = 20;

/** One page of a ranking, by positions in it. */
export type FoldedPage = {
  /** What is shown, each with what folded into it. */
  readonly shown: readonly { readonly position: number; readonly similar: readonly number[] }[];
  /** Where the next page begins. */
  readonly end: number;
};

/**
 * Walks on from `offset` until `limit` results are shown or the ranking ends. What says nearly the same as one of the few
 * before it is not shown by itself: it stands under that one, or nowhere, where that one stood on an earlier page. Whether it
 * folds depends on the ranking alone, so that pages of any size agree. `printsOf`: null for what has no passage; asked for
 * `ahead` more than are wanted.
 */
export async function foldPage(
  {
    offset,
    limit,
    ahead,
    length,
  }: { readonly offset: number; readonly limit: number; readonly ahead: number; readonly length: number },
  printsOf: (from: number, to: number) => Promise<readonly (PassagePrint | null)[]>,
): Promise<FoldedPage> {
  const first = Math.max(0, offset - FOLD_WINDOW);
  const prints: (PassagePrint | null)[] = [];
  const shown: { readonly position: number; readonly similar: number[] }[] = [];
  /** By the position of what folded: what it stands under; null for what stood on an earlier page. */
  const under = new Map<number, { readonly similar: number[] } | null>();
  let position = offset;
  for (; position < length && shown.length < limit; position++) {
    const known = first + prints.length;
    if (position >= known) prints.push(...(await printsOf(known, Math.min(length, position + limit - shown.length + ahead))));
    const print = prints[position - first] ?? null;
    const twin = print === null ? -1 : twinOf(print, prints.slice(Math.max(0, position - first - FOLD_WINDOW), position - first));
    if (twin === -1) {
      const result = { position, similar: [] };
      shown.push(result);
      under.set(position, result);
      continue;
    }
    const twinPosition = Math.max(first, position - FOLD_WINDOW) + twin;
    const result = under.get(twinPosition) ?? null;
    result?.similar.push(position);
    under.set(position, result);
  }
  return { shown, end: position };
}

function twinOf(print: PassagePrint, before: readonly (PassagePrint | null)[]): number {
  return before.findIndex((other) => other !== null && isNearlyIdentical(other, print));
}
