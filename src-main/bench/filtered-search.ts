import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { LIBRARY_ROOT, PARTS } from './large-library.ts';
import { percentile, round } from './harness.ts';

export type Latency = { readonly p50Ms: number; readonly p95Ms: number; readonly queries: number };

/** One way to keep a share of the library's chunks. `words` are added to the query, for filters that are typed. */
export type FilterCase = {
  readonly percent: number;
  readonly kind: string;
  readonly filters: Partial<Record<'folders' | 'types' | 'tags', string[]> & Record<'after' | 'before', number>>;
  readonly words: string;
};

/** By folder, type, date and tag, given as filters or typed, for parts of 1, 10 and 50 %. */
export const FILTER_CASES: readonly FilterCase[] = PARTS.filter(({ percent }) => [1, 10, 50].includes(percent)).flatMap(
  ({ name, percent, type, year }) => [
    { percent, kind: 'folder', filters: { folders: [join(LIBRARY_ROOT, name)] }, words: '' },
    { percent, kind: 'type', filters: { types: [type] }, words: '' },
    { percent, kind: 'date', filters: { after: Date.UTC(year, 0, 1), before: Date.UTC(year + 1, 0, 1) }, words: '' },
    { percent, kind: 'tag', filters: { tags: [name] }, words: '' },
    { percent, kind: 'path:', filters: {}, words: `path:${name}/` },
    { percent, kind: 'type:', filters: {}, words: `type:${type}` },
    { percent, kind: 'date:', filters: {}, words: `date:${year}` },
  ],
);

/** What the app asks for with each keystroke: as many results as fit a screen, each with its best passage. */
export const FIRST_PAGE = { limit: 12, passages: 1 } as const;

/** Milliseconds of one search by words, meaning and names together, as a client sees it. */
export async function timeFiltered(client: Client<Contract>, query: string, { filters, words }: FilterCase): Promise<number> {
  const startedAt = performance.now();
  await client.call('search.query', { query: `${query} ${words}`.trim(), mode: 'hybrid', filters, ...FIRST_PAGE });
  return performance.now() - startedAt;
}

/** Every case with some of the queries, no two cases with the same in a row; by share and kind. */
export async function searchFiltered(
  client: Client<Contract>,
  queries: readonly string[],
  perCase: number,
): Promise<Record<string, Record<string, Latency>>> {
  const results: Record<string, Record<string, Latency>> = {};
  for (const [position, each] of FILTER_CASES.entries()) {
    const times: number[] = [];
    for (let turn = 0; turn < perCase; turn++) {
      // A word of its own: a query that was asked before has its vector already.
      const query = `${queries[(position * perCase + turn) % queries.length] ?? ''} ${each.kind.replace(':', 's')}${each.percent}`;
      times.push(await timeFiltered(client, query, each));
    }
    (results[`${each.percent} %`] ??= {})[each.kind] = describe(times);
  }
  return results;
}

export function describe(times: readonly number[]): Latency {
  return { p50Ms: round(percentile(times, 0.5), 1), p95Ms: round(percentile(times, 0.95), 1), queries: times.length };
}
