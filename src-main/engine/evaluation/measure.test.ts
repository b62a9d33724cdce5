import { describe, expect, it } from 'vitest';
import type { SearchResult } from '#contract';
import { askQueries, ndcgsOf, summarise, type Asking, type SearchPage } from './measure.ts';

type Request = Parameters<SearchPage>[0];

/** Answers from a list of names, by pages; the second page begins with what ended the first. */
function searching(names: readonly string[]): { asking: Asking; requests: Request[] } {
  const requests: Request[] = [];
  const search: SearchPage = async (request) => {
    requests.push(request);
    const start = request.cursor === null ? 0 : Number(request.cursor) - 1;
    const page = names.slice(start, start + request.limit);
    const end = start + page.length;
    return Promise.resolve({
      results: page.map((path, index) => resultOf(path, 1 / (start + index + 1))),
      nextCursor: end < names.length ? String(end) : null,
      usedMeaning: request.mode !== 'words',
      canRerank: false,
    });
  };
  return { asking: { search, idOf: ({ path }) => path, signal: new AbortController().signal }, requests };
}

function resultOf(path: string, score: number): SearchResult {
  return {
    documentId: 1 as SearchResult['documentId'],
    path,
    title: path,
    type: 'markdown',
    modifiedAt: 0,
    score,
    nameHighlights: null,
    passages: [],
    passageCount: 0,
    similar: [],
  };
}

const NAMES = Array.from({ length: 150 }, (_, index) => `d${index}`);

describe('asking queries', () => {
  it('reads one page where all that is relevant is on it, and else on to a hundred documents, each once', async () => {
    const { asking, requests } = searching(NAMES);
    const near = { text: 'near', grades: new Map([['d1', 1]]) };
    const far = { text: 'far', grades: new Map([...near.grades, ['d50', 1]]) };
    const answers = await askQueries([near, far], 'hybrid', asking);
    expect(answers.map(({ ranking }) => ranking.length)).toEqual([10, 99]);
    expect(answers[1]?.ranking.map(({ id }) => id)).toEqual(NAMES.slice(0, 99));
    expect(answers.map(({ scores }) => [scores?.recall100, scores?.mrr10])).toEqual([
      [1, 0.5],
      [1, 0.5],
    ]);
    // The first query is asked once before, to warm up.
    expect(requests.map(({ query, limit, cursor }) => [query, limit, cursor])).toEqual([
      ['near', 10, null],
      ['near', 10, null],
      ['far', 10, null],
      ['far', 90, '10'],
    ]);
    expect(requests.every(({ names, mode }) => !names && mode === 'hybrid')).toBe(true);
  });

  it('reads to full depth for a run, and judges nothing where nobody has', async () => {
    const { asking } = searching(NAMES.slice(0, 12));
    const answers = await askQueries([{ text: 'q', grades: null }], 'words', { ...asking, isFullDepth: true });
    expect(answers.map(({ ranking, scores, usedMeaning }) => [ranking.length, scores, usedMeaning])).toEqual([[12, null, false]]);
    expect([ndcgsOf(answers), summarise(answers).ndcg10, summarise(answers).interval]).toEqual([[], null, null]);
    expect(summarise(answers).p50Ms).toBeGreaterThanOrEqual(0);
    expect(summarise([])).toEqual({ ndcg10: null, recall100: null, mrr10: null, interval: null, p50Ms: null, p95Ms: null });
  });

  it('lets others go first before every query, and ends when it is cancelled', async () => {
    const { asking, requests } = searching(NAMES);
    const abort = new AbortController();
    let turns = 0;
    const beforeQuery = (): void => {
      if (++turns === 3) abort.abort();
    };
    const queries = Array.from({ length: 5 }, () => ({ text: 'q', grades: null }));
    const asked = askQueries(queries, 'words', { ...asking, signal: abort.signal, beforeQuery });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(requests).toHaveLength(2);
  });
});
