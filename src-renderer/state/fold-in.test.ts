import { expect, test } from 'vitest';
import { documentId, type Reranking, type SearchResult } from '#contract';
import { foldInBelow } from './fold-in.ts';

const resultsOf = (ids: readonly number[]): SearchResult[] =>
  ids.map((id) => ({
    documentId: documentId.parse(id),
    path: `/${id}`,
    title: '',
    type: 'text',
    modifiedAt: 0,
    score: 0,
    nameHighlights: null,
    passages: [],
    passageCount: 0,
    similar: [],
  }));
const orderOf = (ids: readonly number[]): Reranking['order'] =>
  ids.map((id, index) => ({ documentId: documentId.parse(id), rankBefore: id, rank: index + 1, score: 1 }));
const idsOf = (results: readonly SearchResult[]): number[] => results.map((result) => result.documentId);

test('what stands at the active row and above it stays, the rest takes the better order', () => {
  expect(idsOf(foldInBelow(resultsOf([1, 2, 3, 4, 5]), orderOf([5, 1, 4, 2, 3]), documentId.parse(2)))).toEqual([1, 2, 5, 4, 3]);
});

test('without an active row all may move, and results that were not reranked keep their places', () => {
  expect(idsOf(foldInBelow(resultsOf([1, 2, 3, 4]), orderOf([4, 1, 3]), null))).toEqual([4, 2, 1, 3]);
});
