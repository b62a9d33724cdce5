import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestWords } from './nearest-words.ts';
import { createWordTable } from './word-table.ts';

function tableOf(words: readonly string[]) {
  const table = createWordTable();
  for (const word of words) table.addChunk(new TextEncoder().encode(word));
  return table.arrays();
}

/** Optimal string alignment by the whole matrix, as published: written without the code under test. */
function countEdits(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  const d = a.map(() => b.map(() => 0));
  const at = (i: number, j: number): number => (i < 0 ? j + 1 : j < 0 ? i + 1 : (d[i]?.[j] ?? NaN));
  a.forEach((x, i) =>
    b.forEach((y, j) => {
      const row = d[i] ?? [];
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (x === y ? 0 : 1));
      if (i > 0 && j > 0 && x === b[j - 1] && a[i - 1] === y) row[j] = Math.min(row[j] ?? NaN, at(i - 2, j - 2) + 1);
    }),
  );
  return at(a.length - 1, b.length - 1);
}

const word = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', 'é', 'я', 'ы', 'ک', '𐐷'), { minLength: 1, maxLength: 8 })
  .map((letters) => letters.join(''));

test('finds exactly the words within so many edits, the likeliest first', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), word, fc.constantFrom(1, 2), (words, wanted, maxEdits) => {
      const counts = new Map<string, number>();
      for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1);
      const cost = (each: string): number => countEdits(wanted, each) + (each.codePointAt(0) === wanted.codePointAt(0) ? 0 : 0.5);
      const expected = [...counts]
        .filter(([each]) => each !== wanted && countEdits(wanted, each) <= maxEdits)
        .map(([each, count]) => ({ word: each, count, cost: cost(each) }))
        .sort(
          (left, right) => cost(left.word) - cost(right.word) || right.count - left.count || (left.word < right.word ? -1 : 1),
        );
      expect(nearestWords(tableOf(words), wanted, { maxEdits, limit: 5 })).toEqual(expected.slice(0, 5));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['recieve', 'receive', 1],
  ['erceive', 'receive', 1.5],
  ['встраевание', 'встраивание', 1],
  ['قراداد', 'قرارداد', 1],
  ['kundigung', 'kundigung', null],
  ['versicherungg', 'versicherung', 1],
  ['heizugn', 'heizung', 1],
])('%s is near to %s', (typed, meant, cost) => {
  const near = nearestWords(
    tableOf(['receive', 'relieve', 'встраивание', 'قرارداد', 'kundigung', 'versicherung', 'heizung']),
    typed,
    {
      maxEdits: 1,
      limit: 1,
    },
  );
  expect(near).toEqual(cost === null ? [] : [{ word: meant, count: 1, cost }]);
});

test('words with digits and identifiers are no corrections', () => {
  expect(nearestWords(tableOf(['report1', 'repor.t', 'report']), 'reporte', { maxEdits: 2, limit: 5 })).toEqual([
    { word: 'report', count: 1, cost: 1 },
  ]);
});
