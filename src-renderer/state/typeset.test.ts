import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Anchor, TextBlock } from '#contract';
import { findableText, typeset, type Line, type TypesetBlock } from './typeset.ts';

type Given = readonly [kind: TextBlock['kind'], text: string, anchor?: Anchor, level?: number];

/** Blocks one below the other, as extractions join them. */
function partOf(...given: Given[]): { text: string; start: number; pages: []; blocks: TextBlock[] } {
  let text = '';
  const blocks = given.map(([kind, own, anchor, level], index): TextBlock => {
    const isClose = (kind === 'listEntry' || kind === 'table') && given[index - 1]?.[0] === kind;
    text += index === 0 ? '' : isClose ? '\n' : '\n\n';
    const start = text.length;
    text += own;
    return { kind, level: level ?? 0, start, end: text.length, anchor: anchor ?? null };
  });
  return { text, start: 0, pages: [], blocks };
}

const unmarked = { passage: null, highlights: [] };
const wordsOf = ({ pieces }: Line): string => pieces.map((piece) => piece.text).join('');
const marksOf = ({ pieces }: Line): string[] => pieces.filter((piece) => piece.isMarked).map((piece) => piece.text);

function linesOf(block: TypesetBlock): Line[] {
  switch (block.kind) {
    case 'place':
      return [];
    case 'list':
      return [...block.entries];
    case 'facts':
      return block.facts.flatMap(({ name, value }) => [name, value]);
    case 'table':
      return [...(block.header ?? []), ...block.rows.flatMap((row) => row.cells)].filter((line) => line !== null);
    default:
      return [block];
  }
}

test('what is said in a film comes with the time at which it is heard', () => {
  const at = (startMs: number): Anchor => ({ kind: 'time', startMs, endMs: startMs + 900 });
  const part = partOf(['paragraph', 'The ferry is late.', at(1500)], ['paragraph', 'It always is.', at(64_000)]);
  const from = part.text.indexOf('always');
  const drawn = typeset(part, { passage: [0, part.text.length], highlights: [[from, from + 6]] });
  expect(drawn.map((block) => (block.kind === 'cue' ? [block.startMs, wordsOf(block), marksOf(block)] : block.kind))).toEqual([
    [1500, 'The ferry is late.', []],
    [64_000, 'It always is.', ['always']],
  ]);
});

test('headings, paragraphs and lists come as they are, slides with their number', () => {
  const slide = (number: number): Anchor => ({ kind: 'slide', slide: number });
  const part = partOf(
    ['heading', 'Report', slide(1), 1],
    ['paragraph', 'For the council', slide(1)],
    ['heading', 'Plans', slide(2), 1],
    ['listEntry', 'Shelves', slide(2)],
    ['listEntry', 'Lamps', slide(2)],
    ['metadata', 'Lin Xiao'],
  );
  const drawn = typeset(part, unmarked).map((block) =>
    block.kind === 'place' ? block.anchor : [block.kind, ...linesOf(block).map(wordsOf)],
  );
  expect(drawn).toEqual([
    slide(1),
    ['heading', 'Report'],
    ['paragraph', 'For the council'],
    slide(2),
    ['heading', 'Plans'],
    ['list', 'Shelves', 'Lamps'],
    ['remark', 'Lin Xiao'],
  ]);
});

test('rows of a sheet become a table with their numbers; the name of the sheet is said once', () => {
  const at = (range: string, sheet = 'Months'): Anchor => ({ kind: 'sheet', sheet, range });
  const part = partOf(
    ['heading', 'Months', at('A2:B2'), 1],
    ['table', 'Month: April | Rent: 840', at('A2:B2')],
    ['table', 'Month: May | Rent: 850', at('A3:B3')],
    ['table', 'Goal: 1 | Sum: 2', at('A2:B2', 'Sheet2')],
  );
  const drawn = typeset(part, unmarked);
  expect(drawn.map((block) => block.kind)).toEqual(['heading', 'table', 'place', 'table']);
  const table = drawn[1];
  if (table?.kind !== 'table') throw new Error('no table');
  expect(table.header?.map((name) => (name === null ? null : wordsOf(name)))).toEqual(['Month', 'Rent']);
  expect(table.rows.map(({ number, cells }) => [number, ...cells.map((cell) => (cell === null ? null : wordsOf(cell)))])).toEqual(
    [
      [2, 'April', '840'],
      [3, 'May', '850'],
    ],
  );
});

test('words found in a cell are marked there, those in a repeated name where the name stands', () => {
  const part = partOf(['table', 'Month: April | Rent: 840'], ['table', 'Month: May | Rent: 850']);
  const second = part.blocks[1]?.start ?? 0;
  const find = (word: string): [number, number] => {
    const start = part.text.indexOf(word, second);
    return [start, start + word.length];
  };
  const marked = { passage: [second, part.text.length] as const, highlights: [find('Rent'), find('May')] };
  const [table] = typeset(part, marked);
  if (table?.kind !== 'table') throw new Error('no table');
  expect(table.header?.map((name) => (name === null ? [] : marksOf(name)))).toEqual([[], ['Rent']]);
  expect(table.rows.map(({ cells }) => cells.flatMap((cell) => (cell === null ? [] : marksOf(cell))))).toEqual([[], ['May']]);
});

test('lines that name what they tell become facts', () => {
  const [facts] = typeset(partOf(['metadata', 'From: Ada <ada@x.example>\nDate: 2024-01-02 10:30']), unmarked);
  if (facts?.kind !== 'facts') throw new Error('no facts');
  expect(facts.facts.map(({ name, value }) => [wordsOf(name), wordsOf(value)])).toEqual([
    ['From', 'Ada <ada@x.example>'],
    ['Date', '2024-01-02 10:30'],
  ]);
});

test('names that are drawn once are found once', () => {
  const part = partOf(
    ['paragraph', 'Month by month'],
    ['table', 'Month: April | Rent: 840'],
    ['table', 'Month: May | Rent: 850'],
  );
  const findable = findableText(part);
  expect(findable).toHaveLength(part.text.length);
  expect([...findable.matchAll(/Month/g)].map((match) => match.index)).toEqual([0, part.text.indexOf('Month: April')]);
  expect(findable).not.toContain('|');
});

test('a text without blocks is paragraphs, below the pages that it lies on', () => {
  const text = 'First page.\n\nA room used only\nfor work.\n\nSecond page.';
  const second = text.indexOf('Second');
  const only = text.indexOf('only');
  const passage: [number, number] = [text.indexOf('A room'), second];
  const pages = [
    { page: 1, start: 0, end: second },
    { page: 2, start: second, end: text.length },
  ];
  const drawn = typeset({ text: text.slice(6), start: 6, pages, blocks: [] }, { passage, highlights: [[only, only + 4]] });
  expect(drawn).toEqual([
    { kind: 'paragraph', start: 6, pieces: [{ text: 'page.', isPassage: false, isMarked: false }] },
    {
      kind: 'paragraph',
      start: passage[0],
      pieces: [
        { text: 'A room used ', isPassage: true, isMarked: false },
        { text: 'only', isPassage: true, isMarked: true },
        { text: '\nfor work.', isPassage: true, isMarked: false },
      ],
    },
    { kind: 'place', start: second, anchor: { kind: 'page', page: 2 } },
    { kind: 'paragraph', start: second, pieces: [{ text: 'Second page.', isPassage: false, isMarked: false }] },
  ]);
});

test('every line says where its text stands, but for wrapped lines letter by letter', () => {
  const kind = fc.constantFrom('heading', 'paragraph', 'listEntry', 'table', 'code', 'quote', 'metadata');
  const text = fc
    .string({ unit: fc.constantFrom('a', 'b', ' ', ': ', ' | ', '\n', 'é', 'ی'), minLength: 1, maxLength: 40 })
    .map((raw) => raw.trim())
    .filter((trimmed) => trimmed !== '');
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, text), { maxLength: 8 }), fc.nat(90), fc.nat(90), (given, from, length) => {
      const part = partOf(...given.map(([each, own]): Given => [each, own]));
      const passage: [number, number] = [from, from + length];
      for (const block of typeset(part, { passage, highlights: [passage] })) {
        for (const line of linesOf(block)) {
          const drawn = wordsOf(line);
          expect(part.text.slice(line.start, line.start + drawn.length).replaceAll(/\s/g, ' ')).toBe(
            drawn.replaceAll(/\s/g, ' '),
          );
        }
      }
    }),
  );
});
