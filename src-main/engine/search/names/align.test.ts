import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAligner, ELSEWHERE, runCost } from './align.ts';
import { foldName, type FoldedName } from './fold-name.ts';

const aligner = createAligner();

/** Tries every way to lay the word over the name. */
function naiveCost(name: FoldedName, word: string): number | null {
  let best: number | null = null;
  function place(unit: number, last: number, cost: number): void {
    if (unit === word.length) {
      if (best === null || cost < best) best = cost;
      return;
    }
    for (let at = last + 1; at < name.folded.length; at++) {
      if (name.folded.charAt(at) !== word.charAt(unit)) continue;
      if (unit > 0 && at === last + 1) place(unit + 1, at, cost);
      else if (unit > 0) place(unit + 1, at, cost + (at - last - 1) + runCost(name, at));
      else if (runCost(name, at) !== ELSEWHERE) place(1, at, runCost(name, at));
    }
  }
  place(0, -1, 0);
  return best;
}

function costOf(name: FoldedName, positions: readonly number[]): number {
  return positions.reduce((cost, at, index) => {
    const before = positions[index - 1];
    if (before === at - 1) return cost;
    return cost + runCost(name, at) + (before === undefined ? 0 : at - before - 1);
  }, 0);
}

const name = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '1', '2', ' ', '_'), maxLength: 14 });
const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2'), minLength: 1, maxLength: 5 });

it('costs as little as the best of all ways, and its positions are one of them', () => {
  fc.assert(
    fc.property(name, word, (text, units) => {
      const folded = foldName(text);
      const cost = aligner.cost(folded, units);
      expect(cost).toBe(naiveCost(folded, units));
      const positions = aligner.positions(folded, units);
      expect(positions === null).toBe(cost === null);
      if (positions === null) return;
      expect(positions.map((at) => folded.folded.charAt(at)).join('')).toBe(units);
      expect(positions.toSorted((a, b) => a - b)).toEqual(positions);
      expect(costOf(folded, positions)).toBe(cost);
    }),
    { numRuns: 500 },
  );
});

it('takes the beginnings of words and the end of a year', () => {
  const report = foldName('Quarterly report 2025.xlsx');
  expect(aligner.positions(report, 'qrep25')).toEqual([0, 10, 11, 12, 19, 20]);
});
