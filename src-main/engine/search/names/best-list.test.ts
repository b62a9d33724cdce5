import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBestList } from './best-list.ts';

it('keeps what sorting all and cutting would keep', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 8 }), (scores, limit) => {
      const best = createBestList<number>(limit);
      for (const [index, score] of scores.entries()) best.offer(index, score);
      const naive = scores.map((score, value) => ({ value, score })).sort((a, b) => b.score - a.score || a.value - b.value);
      expect(best.sorted().map(({ value, score }) => ({ value, score }))).toEqual(naive.slice(0, limit));
    }),
  );
});
