import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksWithin } from './document-blocks.ts';
import type { Block, ExtractedDocument } from './documents/documents.ts';
import { extract } from './extraction/formats.ts';

const SAMPLE = path.join(import.meta.dirname, '../../resources/sample-library');

async function read(file: string, type: string): Promise<ExtractedDocument> {
  const at = path.join(SAMPLE, file);
  const outcome = await extract(await readFile(at), { type, path: at, maxTextChars: 1_000_000 });
  if (outcome.kind !== 'extracted') throw new Error(outcome.reason);
  return outcome.document;
}

test('a word document is headings by level, paragraphs and entries of lists', async () => {
  const document = await read('Home/Lease agreement.docx', 'word');
  const { blocks } = blocksWithin(document, { start: 0, end: null });
  const told = blocks.map(({ kind, level, start, end }) => [kind, level, document.text.slice(start, end).slice(0, 20)]);
  expect(told.slice(0, 3)).toEqual([
    ['heading', 1, 'Lease agreement'],
    ['paragraph', 0, 'between Harbour Stre'],
    ['heading', 2, '1. Term and notice p'],
  ]);
  expect(told.filter(([kind]) => kind === 'listEntry')).toHaveLength(3);
});

test('rows of a sheet carry the cells that they stand in', async () => {
  const document = await read('Home/Household budget 2024.xlsx', 'spreadsheet');
  const { blocks } = blocksWithin(document, { start: 0, end: 30 });
  expect(blocks).toMatchObject([
    { kind: 'heading', level: 1, anchor: { kind: 'sheet', sheet: 'Months' } },
    { kind: 'table', level: 0, anchor: { kind: 'sheet', sheet: 'Months', range: 'A2:F2' } },
  ]);
});

test('no block is cut, and neighbouring ranges leave no gap', () => {
  const spans = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 6 })), { maxLength: 12 });
  fc.assert(
    fc.property(spans, fc.nat(80), fc.nat(80), (lengths, one, other) => {
      let position = 0;
      const blocks = lengths.map(([gap, length]): Block => {
        const start = position + gap;
        position = start + length;
        return { kind: 'paragraph', span: { start, end: position }, headingPath: [], anchor: null };
      });
      const document = { text: 'x'.repeat(position + 2), blocks };
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const within = blocksWithin(document, { start: from, end: to });
      for (const { start, end } of within.blocks) expect(start >= within.start && end <= within.end).toBe(true);
      const before = blocksWithin(document, { start: 0, end: within.start });
      const after = blocksWithin(document, { start: within.end, end: null });
      expect(before.end).toBe(within.start);
      expect(after.start).toBe(within.end);
      expect([...before.blocks, ...within.blocks, ...after.blocks]).toHaveLength(blocks.length);
    }),
  );
});
