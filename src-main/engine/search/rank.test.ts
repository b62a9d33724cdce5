import { expect, it } from 'vitest';
import type { Candidate } from '#engine/storage/index-store.ts';
import { rankDocuments } from './rank.ts';
import type { WordRanking } from './word-ranking.ts';

/** A list in which a document's score is its best passage's. */
function wordList(...passages: readonly Candidate[]): WordRanking {
  const documents = new Map<number, number>();
  for (const { documentId, score } of passages) documents.set(documentId, Math.max(documents.get(documentId) ?? 0, score));
  return { passages, documents };
}

const candidate = (documentId: number, ordinal: number, score: number) => ({ documentId, generation: 1, ordinal, score });

it('adds the words of one passage to the meaning of another of the same document', () => {
  const words = wordList(candidate(1, 0, 10), candidate(2, 0, 9), candidate(3, 0, 1));
  const meaning = [candidate(2, 5, 0.9), candidate(1, 1, 0.3), candidate(3, 1, 0.2)];
  const [best] = rankDocuments(words, meaning, []);
  expect(best?.documentId).toBe(2);
  expect(best?.passages.map(({ ordinal }) => ordinal)).toEqual([5, 0]);
});

it('keeps the rank and score of each list with every passage', () => {
  const [best] = rankDocuments(wordList(candidate(1, 0, 4), candidate(1, 1, 8)), [candidate(1, 1, 0.5)], []);
  expect(best?.passages).toEqual([
    { documentId: 1, generation: 1, ordinal: 1, score: 2, words: { rank: 1, score: 8 }, meaning: { rank: 1, score: 0.5 } },
    { documentId: 1, generation: 1, ordinal: 0, score: 0, words: { rank: 2, score: 4 }, meaning: null },
  ]);
});

it('breaks ties by document id', () => {
  const words = wordList(candidate(9, 0, 5), candidate(4, 0, 5));
  expect(rankDocuments(words, [], []).map(({ documentId }) => documentId)).toEqual([4, 9]);
});

it('adds what a name weighs, and lists documents that only their name found without passages', () => {
  const name = (documentId: number, weight: number) => ({
    documentId,
    weight,
    rank: 1,
    score: 0.9,
    strength: 'name' as const,
    highlights: [],
  });
  const ranked = rankDocuments(wordList(candidate(1, 0, 5), candidate(2, 0, 1)), [], [name(2, 2.9), name(3, 2.5)]);
  expect(ranked.map(({ documentId, score, passages }) => [documentId, score, passages.length])).toEqual([
    [2, 2.9, 1],
    [3, 2.5, 0],
    [1, 1, 1],
  ]);
});
