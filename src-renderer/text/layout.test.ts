import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowing, markPieces, paragraphsOf } from './layout.ts';

test('wrapped prose flows, short lines stay lines', () => {
  const prose = 'The share of rent, heating and insurance that falls to the room\ncounts as an expense.';
  const verse = 'Roses are red,\nviolets are blue.';
  expect([flowing(prose), flowing(verse)]).toEqual([prose.replace('\n', ' '), verse]);
});

test('all text but the space between paragraphs is drawn once, wherever the passage begins', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', 'ی'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.nat(70), fc.nat(70), (given, from, length) => {
      const drawn = paragraphsOf({ text: given, start: 5 })
        .flatMap((paragraph) => markPieces(paragraph, [from, from + length], [[from, from + 1]]))
        .map((piece) => piece.text)
        .join('');
      expect(drawn.replaceAll(/\s/g, '')).toBe(given.replaceAll(/\s/g, ''));
    }),
  );
});
