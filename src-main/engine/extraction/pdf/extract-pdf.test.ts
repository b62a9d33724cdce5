import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Anchor } from '#contract';
import type { ExtractedDocument } from '#engine/documents/documents.ts';
import { writePdf, type DrawnText } from '../../../fixtures/pdf/write-pdf.ts';
import { extractPdf } from './extract-pdf.ts';

const options = { maxTextChars: 1_000_000 };
const column = (x: number, y: number, lines: readonly string[], size = 10): DrawnText[] =>
  lines.map((text, index) => ({ x, y: y - index * size * 1.2, size, text }));

async function documentOf(bytes: Uint8Array): Promise<ExtractedDocument> {
  const outcome = await extractPdf(bytes, options);
  if (outcome.kind !== 'extracted') throw new Error(`${outcome.kind}: ${outcome.reason}`);
  expect(outcome.partial).toBe(null);
  return outcome.document;
}

const blocksOf = ({ blocks, text }: ExtractedDocument): string[][] =>
  blocks.map(({ kind, span }) => [kind, text.slice(span.start, span.end)]);

describe('extractPdf', () => {
  // pdf.js must neither complain about a missing canvas nor about broken files.
  const output = ['log', 'warn', 'error', 'info'] as const;
  beforeEach(() => output.forEach((name) => vi.spyOn(console, name)));
  afterEach(() => {
    const printed = output.flatMap((name) => vi.mocked(console[name]).mock.calls);
    vi.restoreAllMocks();
    assert.deepEqual(printed, []);
  });

  test('reads a page with its text, blocks, map, title, author, dates and tags', async () => {
    const bytes = writePdf({
      pages: [
        [
          { x: 50, y: 700, size: 10, text: 'First line of two, which' },
          { x: 50, y: 688, size: 10, text: 'go on here.' },
        ],
      ],
      properties: {
        Title: 'On Reading',
        Author: 'Ada  Lovelace',
        CreationDate: "D:20240131235959+01'00'",
        ModDate: 'D:20240201',
        Keywords: 'reading, #archives; reading',
      },
    });
    expect(await documentOf(bytes)).toEqual({
      text: 'First line of two, which go on here.',
      blocks: [{ kind: 'paragraph', span: { start: 0, end: 36 }, headingPath: [], anchor: { kind: 'page', page: 1 } }],
      pages: [{ page: 1, span: { start: 0, end: 36 }, textItems: [0, 24, 0, 25, 36, 1] }],
      title: 'On Reading',
      author: 'Ada Lovelace',
      language: null,
      createdAt: Date.UTC(2024, 0, 31, 22, 59, 59),
      modifiedAt: Date.UTC(2024, 1, 1),
      tags: ['reading', 'archives'],
    });
  });

  test('reads columns one after the other although they are drawn row by row', async () => {
    const left = [
      'The left column tells of harbours',
      'and of the ships that lie there',
      'through the winter months until',
      'the ice is gone and they can',
      'leave for the open sea.',
    ];
    const right = [
      'Meanwhile the right one deals',
      'with gardens, with the planting',
      'of trees and with the question',
      'when to cut them back so that',
      'they bear fruit next year.',
    ];
    const rows = left.flatMap((text, index) => [
      { x: 50, y: 600 - index * 12, size: 10, text },
      { x: 320, y: 600 - index * 12, size: 10, text: right[index] ?? '' },
    ]);
    const { text } = await documentOf(
      writePdf({
        pages: [
          [
            {
              x: 50,
              y: 700,
              size: 10,
              text: 'A line that runs across both of the columns of the page, from the left edge to the right.',
            },
            ...rows,
          ],
        ],
      }),
    );
    expect(text.split('\n\n').slice(1)).toEqual([left.join(' '), right.join(' ')]);
  });

  test('joins words broken at line ends and keeps the hyphens of compounds', async () => {
    const { text, pages } = await documentOf(
      writePdf({
        pages: [
          column(50, 700, [
            'Nobody had seen the light-',
            'house of this well-known port, well-',
            'known for its fogs, in the years 1914-',
            '1918 nor the Anglo-',
            'Saxon one beside it.',
          ]),
        ],
      }),
    );
    expect(text).toBe(
      'Nobody had seen the lighthouse of this well-known port, well-known for its fogs, in the years 1914-1918 nor the Anglo-Saxon one beside it.',
    );
    expect(pages[0]?.textItems.slice(0, 6)).toEqual([0, 25, 0, 25, 61, 1]);
  });

  test('tells headings by size and nests them', async () => {
    const body = ['Running text that is long enough to count as the', 'body of the document, set in the usual size.'];
    const document = await documentOf(
      writePdf({
        pages: [
          [
            { x: 50, y: 740, size: 24, text: 'Title of the Whole' },
            ...column(50, 700, body),
            { x: 50, y: 650, size: 14, text: 'A Section' },
            ...column(50, 630, body),
          ],
          [{ x: 50, y: 700, size: 14, text: 'Another Section' }, ...column(50, 680, body)],
        ],
      }),
    );
    expect(document.blocks.map(({ kind, headingPath, anchor }) => [kind, headingPath, pageOf(anchor)])).toEqual([
      ['heading', [], 1],
      ['paragraph', ['Title of the Whole'], 1],
      ['heading', ['Title of the Whole'], 1],
      ['paragraph', ['Title of the Whole', 'A Section'], 1],
      ['heading', ['Title of the Whole'], 2],
      ['paragraph', ['Title of the Whole', 'Another Section'], 2],
    ]);
    expect(document.title).toBe('Title of the Whole');
  });

  test('parts paragraphs by gaps, entries by their marks and cells by wide gaps', async () => {
    const row = (y: number, cells: readonly string[]): DrawnText[] =>
      cells.map((text, index) => ({ x: 50 + index * 150, y, size: 10, text }));
    const document = await documentOf(
      writePdf({
        pages: [
          [
            ...column(50, 700, ['One paragraph of some length that ends', 'on its second line.']),
            ...column(50, 665, ['Another one.']),
            ...column(50, 640, ['- milk and honey', '- bread']),
            ...row(590, ['Port', 'Ships']),
            ...row(578, ['Hull', '12']),
          ],
        ],
      }),
    );
    expect(blocksOf(document)).toEqual([
      ['paragraph', 'One paragraph of some length that ends on its second line.'],
      ['paragraph', 'Another one.'],
      ['listEntry', '- milk and honey'],
      ['listEntry', '- bread'],
      ['table', 'Port Ships\nHull 12'],
    ]);
  });

  test('reads text drawn twice once and form fields after the page', async () => {
    const { text } = await documentOf(
      writePdf({
        pages: [
          [
            { x: 50, y: 700, size: 10, text: 'Bold' },
            { x: 50.3, y: 700, size: 10, text: 'Bold' },
          ],
        ],
        fields: ['typed by hand', ''],
      }),
    );
    expect(text).toBe('Bold\n\ntyped by hand');
  });

  test('reads a file with a broken cross-reference table', async () => {
    const bytes = writePdf({ pages: [[{ x: 50, y: 700, size: 10, text: 'Still here' }]], hasBrokenTable: true });
    expect((await documentOf(bytes)).text).toBe('Still here');
  });

  test('opens an encrypted file whose password is empty', async () => {
    const bytes = writePdf({ pages: [[{ x: 50, y: 700, size: 10, text: 'Open secret' }]], userPassword: '' });
    expect((await documentOf(bytes)).text).toBe('Open secret');
  });

  test.each([
    ['encrypted', { kind: 'failed', reason: 'encrypted' }, writePdf({ pages: [[]], userPassword: 'sesame' })],
    ['empty', { kind: 'skipped', reason: 'empty' }, new Uint8Array()],
    ['of another type', { kind: 'failed', reason: 'corrupt' }, Buffer.from('just some words')],
    ['cut off after its head', { kind: 'failed', reason: 'corrupt' }, Buffer.from('%PDF-1.7\n')],
    ['without text', { kind: 'skipped', reason: 'noText' }, writePdf({ pages: [[], []] })],
    ['without a readable page', { kind: 'failed', reason: 'corrupt' }, writePdf({ pages: ['missing'] })],
  ])('gives a reason for a file that is %s', async (_, expected, bytes) => {
    expect(await extractPdf(bytes, options)).toEqual(expected);
  });

  test('says when pages are missing', async () => {
    const bytes = writePdf({ pages: [[{ x: 50, y: 700, size: 10, text: 'Left over' }], 'missing'] });
    expect(await extractPdf(bytes, options)).toMatchObject({
      kind: 'extracted',
      partial: 'pagesUnreadable',
      document: { text: 'Left over' },
    });
  });

  test('says when text is cut off, by characters or by pages', async () => {
    const page = column(50, 700, ['Ten chars.', 'And ten more.']);
    const bytes = writePdf({ pages: [page, page] });
    const cut = { kind: 'extracted', partial: 'textLimitReached' };
    expect(await extractPdf(bytes, { maxTextChars: 15 })).toMatchObject({ ...cut, document: { text: 'Ten chars.' } });
    expect(await extractPdf(bytes, { ...options, maxPages: 1 })).toMatchObject({
      ...cut,
      document: { text: 'Ten chars. And ten more.' },
    });
  });

  test('stops when told to', async () => {
    const bytes = writePdf({ pages: Array.from({ length: 50 }, () => column(50, 700, ['Text'])) });
    const abort = new AbortController();
    const extraction = extractPdf(bytes, { ...options, signal: abort.signal });
    setImmediate(() => abort.abort());
    await expect(extraction).rejects.toThrow('aborted');
  });

  test('reads several files at the same time', async () => {
    const files = Array.from({ length: 5 }, (_, index) =>
      writePdf({ pages: [[{ x: 50, y: 700, size: 10, text: `File ${index}` }]] }),
    );
    const documents = await Promise.all(files.map(documentOf));
    expect(documents.map(({ text }) => text)).toEqual(['File 0', 'File 1', 'File 2', 'File 3', 'File 4']);
  });
});

const samples = path.resolve(import.meta.dirname, '../../../../resources/sample-library');

test('marks that are drawn by themselves stand behind their letter and part no word', async () => {
  const outcome = await extractPdf(readFileSync(path.join(samples, 'Travel', 'سفر به شیراز.pdf')), options);
  const text = outcome.kind === 'extracted' ? outcome.document.text.normalize('NFKC') : outcome.reason;
  expect(text).toContain('راز فالوده در نشاسته\u0654 تازه است.');
  expect(text).toContain('فالوده\u0654 خنک با آب');
});

const shared = path.join(process.env.AKIN_DATA ?? path.resolve('../shared/data'), 'files', 'pdf-languages');

describe.skipIf(!existsSync(shared))('extractPdf on files of other languages', () => {
  const read = async (name: string): Promise<string> => {
    const outcome = await extractPdf(readFileSync(path.join(shared, name)), { ...options, maxPages: 25 });
    return outcome.kind === 'extracted' ? outcome.document.text : outcome.reason;
  };

  test('reads Chinese, which needs character maps, and joins its lines without spaces', async () => {
    expect(await read('zh-latex-notes.pdf')).toContain('一位同事演示了用它排版的一篇文章和几幅图。');
  });

  test('gives no title where the largest text on the first page is garbled', async () => {
    const outcome = await extractPdf(readFileSync(path.join(shared, 'fa-lshort.pdf')), { ...options, maxPages: 3 });
    expect(outcome).toMatchObject({ kind: 'extracted', document: { title: null } });
  });

  test('reads Persian with Latin words between in logical order', async () => {
    const text = (await read('fa-lshort.pdf')).normalize('NFKC');
    expect(text).toContain('برای توضیحات طوﻻنی باید از محیط comment از بستۀ verbatim استفاده کرد.'.normalize('NFKC'));
  });
});

function pageOf(anchor: Anchor | null): number | null {
  return anchor?.kind === 'page' ? anchor.page : null;
}
