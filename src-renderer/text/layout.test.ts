import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './layout.ts';

test('pages and paragraphs come in order, with the passage and its highlights marked', () => {
  const text = 'First page.\n\nA room used only\nfor work.\n\nSecond page.';
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
        { text: '\nfor work.', isPassage: true, isMarked: false },
      ],
    },
    { kind: 'page', start: second, page: 2 },
    { kind: 'paragraph', start: second, pieces: [{ text: 'Second page.', isPassage: false, isMarked: false }] },
  ]);
});

test('wrapped prose flows, short lines stay lines', () => {
  const prose = 'The share of rent, heating and insurance that falls to the room\ncounts as an expense.';
  const verse = 'Roses are red,\nviolets are blue.';
  const blocks = layOut({ text: `${prose}\n\n${verse}`, start: 0, pages: [], passage: null, highlights: [] });
  expect(blocks.map((block) => (block.kind === 'page' ? [] : block.pieces.map((piece) => piece.text)))).toEqual([
    [prose.replace('\n', ' ')],
    [verse],
  ]);
});

test('all text but the space between paragraphs is drawn once, wherever pages and passages begin', () => {
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
      expect(drawn.replaceAll(/\s/g, '')).toBe(given.replaceAll(/\s/g, ''));
    }),
  );
});
