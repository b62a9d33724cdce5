import { expect, it } from 'vitest';
import type { RankedDocument } from './rank.ts';
import { favourRecent } from './recency.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1, 13);

function document(documentId: number, score: number): RankedDocument {
  return { documentId, score, words: null, meaning: null, hasAllWords: false, passages: [], name: null };
}

it('puts the newer of two like documents first, and no other before a much better one', () => {
  const dates = new Map([
    [1, NOW - 900 * DAY],
    [2, NOW - 30 * DAY],
    [3, NOW + 400 * DAY],
  ]);
  const ranked = favourRecent([document(1, 1.5), document(2, 1.4), document(3, 1)], {
    dateOf: (id) => dates.get(id) ?? 0,
    now: NOW,
  });
  expect(ranked.map(({ documentId }) => documentId)).toEqual([2, 1, 3]);
  const gains = ranked.map(({ documentId, score }) => score - ([1.5, 1.4, 1][documentId - 1] ?? 0));
  expect(gains.every((gain) => gain > 0 && gain < 0.3001)).toBe(true);
});

it('halves what it adds with every 90 days, and adds the same all day', () => {
  const gain = (age: number, now = NOW): number =>
    favourRecent([document(1, 0)], { dateOf: () => NOW - age, now })[0]?.score ?? 0;
  const midnight = Date.UTC(2026, 5, 1);
  expect(gain(NOW - midnight + 90 * DAY)).toBeCloseTo(0.15);
  expect(gain(NOW - midnight + 180 * DAY)).toBeCloseTo(0.075);
  expect(gain(DAY, NOW + 60_000)).toBe(gain(DAY));
});
