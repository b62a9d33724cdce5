import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './layout.ts';

test('pages and paragraphs come in order, with the passage and its highlights marked', () => {
  const text = 'First page.\n\nA room used only\nfor work.\nSecond page.';
  const second = text.indexOf('Second');
  const passage = text.indexOf('A room');
  const only = text.indexOf('only');
  expect(
    layOut({
      text: text.slice(6),
      start: 6,
      pages: [
        { page: 1, start: 0 },
        { page: 2, start: second },
      ],
      passage: [passage, second],
      highlights: [[only, only + 4]],
    }),
  ).toEqual([
    { kind: 'paragraph', start: 6, pieces: [{ text: 'page.', isPassage: false, isMarked: false }] },
    {
      kind: 'paragraph',
      start: passage,
      pieces: [
        { text: 'A room used ', isPassage: true, isMarked: false },
        { text: 'only', isPassage: true, isMarked: true },
      ],
    },
    { kind: 'paragraph', start: text.indexOf('for'), pieces: [{ text: 'for work.', isPassage: true, isMarked: false }] },
    { kind: 'page', start: second, page: 2 },
    { kind: 'paragraph', start: second, pieces: [{ text: 'Second page.', isPassage: false, isMarked: false }] },
  ]);
});

test('all text but line breaks is drawn once, wherever pages and passages begin', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', 'ی'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.nat(70), fc.nat(70), fc.nat(70), (given, pageStart, from, length) => {
      const blocks = layOut({
        text: given,
        start: 5,
        pages: [{ page: 1, start: pageStart }],
        passage: [from, from + length],
        highlights: [[from, from + 1]],
      });
      const drawn = blocks.flatMap((block) => (block.kind === 'page' ? [] : block.pieces.map((piece) => piece.text))).join('');
      expect(drawn.replaceAll(' ', '')).toBe(given.replaceAll('\n', '').replaceAll(' ', ''));
    }),
  );
});
