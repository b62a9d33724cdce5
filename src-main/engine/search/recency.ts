import type { RankedDocument } from './rank.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HALF_LIFE_MS = 90 * DAY_MS;
/**
 * What a document of today gains: 15 % of the 2 that fused words and meaning reach. It moves a document among its like, past
 * no name that leads and past nothing that has more of the query's words.
 */
const MOST = 0.3;

/**
 * Lets newer documents rank a little higher: what is added is halved with every 90 days of age, and a date that is still to
 * come counts as today. By whole days, so that the pages of one search agree. `dateOf`, `now`: milliseconds since 1970.
 */
export function favourRecent(
  ranked: readonly RankedDocument[],
  { dateOf, now }: { readonly dateOf: (documentId: number) => number; readonly now: number },
): RankedDocument[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return ranked
    .map((document) => {
      const age = Math.max(0, today - dateOf(document.documentId));
      return { ...document, score: document.score + MOST * 2 ** (-age / HALF_LIFE_MS) };
    })
    .sort((left, right) => right.score - left.score || left.documentId - right.documentId);
}
