import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBatches } from './batches.ts';

test('every text is in exactly one batch, and none but a lone text exceeds the budget', () => {
  const lengths = fc.array(fc.integer({ min: 2, max: 256 }), { maxLength: 200 });
  fc.assert(
    fc.property(lengths, fc.constantFrom(1, 64, 256, 1024), (chosen, budget) => {
      const batches = planBatches(chosen, budget);
      expect(batches.flat().sort((a, b) => a - b)).toEqual(chosen.map((_, index) => index));
      for (const batch of batches) {
        const widest = Math.max(...batch.map((index) => chosen[index] ?? 0));
        if (batch.length > 1) expect(widest * batch.length).toBeLessThanOrEqual(budget);
      }
    }),
  );
});

test('long texts share a batch only with texts of their length, short ones also with shorter ones', () => {
  expect(planBatches([100, 99, 100, 12, 10], 256)).toEqual([[0, 2], [1], [3, 4]]);
});
