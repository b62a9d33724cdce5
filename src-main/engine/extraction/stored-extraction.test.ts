import { describe, expect, it } from 'vitest';
import type { ExtractedDocument } from '#engine/documents/documents.ts';
import { packExtraction, unpackExtraction } from './stored-extraction.ts';

const DOCUMENT: ExtractedDocument = {
  text: 'Owls\n\nهوا 😀\n\nThree',
  blocks: [
    { kind: 'heading', span: { start: 0, end: 4 }, headingPath: [], anchor: { kind: 'page', page: 1 } },
    { kind: 'paragraph', span: { start: 6, end: 12 }, headingPath: ['Owls'], anchor: { kind: 'page', page: 1 } },
    { kind: 'table', span: { start: 14, end: 19 }, headingPath: ['Owls'], anchor: null },
  ],
  pages: [
    { page: 1, span: { start: 0, end: 12 }, textItems: [0, 4, 7, 6, 9, 2, 10, 12, 3] },
    { page: 2, span: { start: 14, end: 19 }, textItems: [14, 19, 0] },
  ],
  title: null,
  author: 'Ada, Grace',
  language: 'en',
  createdAt: -1,
  modifiedAt: null,
  tags: ['a', 'ب'],
};

describe('a stored extraction', () => {
  it('comes back as it was, short or long', () => {
    expect(unpackExtraction(packExtraction(DOCUMENT))).toEqual(DOCUMENT);
    const long = { ...DOCUMENT, text: DOCUMENT.text + ' Owls hunt at night.'.repeat(500) };
    const packed = packExtraction(long);
    expect(packed.length).toBeLessThan(long.text.length / 10);
    expect(unpackExtraction(packed)).toEqual(long);
  });

  it('is refused where the bytes are something else', () => {
    expect(() => unpackExtraction(Buffer.from('no'))).toThrow();
  });
});
