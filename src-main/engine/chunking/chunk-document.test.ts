import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, BlockKind, ExtractedDocument } from '#engine/documents/documents.ts';
import { chunkDocument } from './chunk-document.ts';
import { embeddingInput, headingOf } from './embedding-input.ts';

/** Stands for a tokenizer: words of up to four characters are one token, every ideograph is one. */
function countTokens(text: string): number {
  return text.match(/\p{sc=Han}|[^\s\p{sc=Han}]{1,4}/gu)?.length ?? 0;
}

type Draft = { kind: BlockKind; text: string; headingPath?: string[]; page?: number };

function documentOf(drafts: readonly Draft[], title: string | null = null, language = 'en'): ExtractedDocument {
  let text = '';
  const blocks: Block[] = drafts.map(({ kind, text: blockText, headingPath = [], page }) => {
    if (text !== '') text += '\n\n';
    const start = text.length;
    text += blockText;
    return { kind, span: { start, end: text.length }, headingPath, anchor: page === undefined ? null : { kind: 'page', page } };
  });
  return { text, blocks, pages: [], title, author: null, language, createdAt: null, modifiedAt: null, tags: [] };
}

function textsOf(document: ExtractedDocument, maxTokens: number, overlapTokens?: number): string[] {
  const options = { countTokens, maxTokens, ...(overlapTokens === undefined ? {} : { overlapTokens }) };
  return chunkDocument(document, options).map(({ span }) => document.text.slice(span.start, span.end));
}

describe('chunkDocument', () => {
  it('keeps a section that fits in one chunk, its heading first', () => {
    const document = documentOf([
      { kind: 'heading', text: 'Owls' },
      { kind: 'paragraph', text: 'They hunt at night and fly without a sound at all.', headingPath: ['Owls'] },
      { kind: 'paragraph', text: 'Mice fear them, and with good reason.', headingPath: ['Owls'] },
    ]);
    expect(chunkDocument(document, { countTokens, maxTokens: 60 })).toEqual([
      { ordinal: 0, span: { start: 0, end: document.text.length }, anchor: null, headingPath: ['Owls'] },
    ]);
  });

  it('starts a new chunk at a heading, and lets headings alone and small sections go on into what follows', () => {
    const long = 'night wing '.repeat(12).trim();
    const document = documentOf([
      { kind: 'heading', text: 'Birds' },
      { kind: 'heading', text: 'Owls', headingPath: ['Birds'] },
      { kind: 'paragraph', text: long, headingPath: ['Birds', 'Owls'] },
      { kind: 'heading', text: 'Terns', headingPath: ['Birds'] },
      { kind: 'paragraph', text: 'Rare.', headingPath: ['Birds', 'Terns'] },
      { kind: 'heading', text: 'Gulls', headingPath: ['Birds'] },
      { kind: 'paragraph', text: long, headingPath: ['Birds', 'Gulls'] },
    ]);
    const chunks = chunkDocument(document, { countTokens, maxTokens: 80 });
    expect(chunks.map(({ span, headingPath }) => [document.text.slice(span.start, span.end), headingPath])).toEqual([
      [`Birds\n\nOwls\n\n${long}`, ['Birds', 'Owls']],
      [`Terns\n\nRare.\n\nGulls\n\n${long}`, ['Birds', 'Terns']],
    ]);
  });

  it('splits a long paragraph between sentences, repeats the last one, and evens the chunks out', () => {
    const sentences = ['One two.', 'Dr. Who met J. Doe.', 'Six ate two.', 'He is ten.', 'So it ends.', 'The end.'];
    const document = documentOf([{ kind: 'paragraph', text: sentences.join('\n') }]);
    expect(textsOf(document, 12, 4)).toEqual([
      'One two.\nDr. Who met J. Doe.\nSix ate two.',
      'Six ate two.\nHe is ten.\nSo it ends.\nThe end.',
    ]);
  });

  it('splits Chinese and Russian and Persian by their own sentence ends', () => {
    const chinese = documentOf([{ kind: 'paragraph', text: '猫在夜里出去。狗在家里睡觉。鸟在树上唱歌。' }], null, 'zh');
    expect(textsOf(chinese, 9, 0)).toEqual(['猫在夜里出去。', '狗在家里睡觉。', '鸟在树上唱歌。']);
    const russian = documentOf(
      [{ kind: 'paragraph', text: 'Он жил на ул. Мира в г. Туле. Потом уехал, т.е. исчез.' }],
      null,
      'ru',
    );
    expect(textsOf(russian, 12, 0)).toEqual(['Он жил на ул. Мира в г. Туле.', 'Потом уехал, т.е. исчез.']);
    const persian = documentOf([{ kind: 'paragraph', text: 'گربه شب بیرون رفت. آیا سگ خوابید؟ بله.' }], null, 'fa');
    expect(textsOf(persian, 7, 0)).toEqual(['گربه شب بیرون رفت.', 'آیا سگ خوابید؟ بله.']);
  });

  it('splits tables and code between lines', () => {
    const document = documentOf([{ kind: 'table', text: 'a | b\nc | d\ne | f' }]);
    expect(textsOf(document, 6)).toEqual(['a | b\nc | d', 'e | f']);
  });

  it('never crosses a page border, so that the page shown is the page of the words', () => {
    const long = 'word '.repeat(20).trim();
    const document = documentOf([
      { kind: 'paragraph', text: 'Small.', page: 1 },
      { kind: 'paragraph', text: long, page: 2 },
      { kind: 'paragraph', text: 'End.', page: 3 },
    ]);
    expect(chunkDocument(document, { countTokens, maxTokens: 50 }).map(({ anchor }) => anchor)).toEqual([
      { kind: 'page', page: 1 },
      { kind: 'page', page: 2 },
      { kind: 'page', page: 3 },
    ]);
  });

  it('stays linear on twenty megabytes without a blank', () => {
    for (const text of ['ab'.repeat(10_000_000), '漢字'.repeat(1_000_000)]) {
      const document = documentOf([{ kind: 'paragraph', text }]);
      const chunks = chunkDocument(document, { countTokens: (part) => Math.ceil(part.length / 4), maxTokens: 250 });
      expect(chunks.at(-1)?.span.end).toBe(text.length);
    }
  }, 60_000);
});

describe('chunkDocument on any document', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'Dr.',
      'end. ',
      '。',
      '\n',
      '漢字'.repeat(30),
      'x'.repeat(90),
      '👨‍👩‍👧‍👦'.repeat(9),
      'e\u0301'.repeat(40),
      'สวัสดีครับ'.repeat(8),
      ' ',
    ),
  );
  const draft = fc.record({
    kind: fc.constantFrom<BlockKind>('heading', 'paragraph', 'paragraph', 'listEntry', 'table', 'code'),
    text: fc.array(word, { maxLength: 40 }).map((words) => words.join(' ').toWellFormed()),
    headingPath: fc.constantFrom<string[]>([], ['A'], ['A', 'B']),
    page: fc.constantFrom(1, 2),
  });
  const document = fc.array(draft, { maxLength: 8 }).map((drafts) => documentOf(drafts, 'Title'));
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

  it('covers it in order, within the budget, and never cuts a grapheme', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(24, 64), (given, maxTokens) => {
        const chunks = chunkDocument(given, { countTokens, maxTokens });
        const covered = new Uint8Array(given.text.length);
        let previous = { start: -1, end: -1 };
        for (const [ordinal, { span, ordinal: actual, headingPath }] of chunks.entries()) {
          const text = given.text.slice(span.start, span.end);
          expect(actual).toBe(ordinal);
          expect(text).toBe(text.trim());
          expect(text).not.toBe('');
          expect(span.start > previous.start && span.end > previous.end).toBe(true);
          const context = countTokens(embeddingInput(given.title, headingOf(headingPath), ''));
          const input = countTokens(embeddingInput(given.title, headingOf(headingPath), text));
          // A quarter stays for the text, whatever the context takes.
          expect(input).toBeLessThanOrEqual(Math.max(maxTokens, context + maxTokens / 4));
          covered.fill(1, span.start, span.end);
          previous = span;
        }
        const borders = new Set(chunks.flatMap(({ span }) => [span.start, span.end]));
        for (const { segment, index } of graphemes.segment(given.text)) {
          if (segment.trim() === '') continue;
          expect(covered[index]).toBe(1);
          for (let inside = index + 1; inside < index + segment.length; inside++) {
            // A space takes the marks that follow it; what is left of it at a border shows the same.
            const isSpace = /\s/.test(given.text[inside - 1] ?? '') || /\s/.test(given.text[inside] ?? '');
            if (!isSpace) expect(borders.has(inside)).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
