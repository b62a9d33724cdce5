import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTermCounter } from './term-counter.ts';

const word = fc.stringMatching(/^[ab~کж的]{1,4}$/u);

test('counts what splitting at spaces counts', () => {
  fc.assert(
    fc.property(fc.array(word), fc.uniqueArray(word), (terms, wanted) => {
      const { length, frequencies } = createTermCounter(wanted)(new TextEncoder().encode(terms.join(' ')));
      expect(length).toBe(terms.length);
      expect(frequencies).toEqual(wanted.map((term) => terms.filter((other) => other === term).length));
    }),
  );
});
