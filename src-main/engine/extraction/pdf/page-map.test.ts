import fc from 'fast-check';
import type { TextContent } from 'pdfjs-dist/types/src/display/api.js';
import { expect, test } from 'vitest';
import { createDocumentText } from './document-text.ts';
import { segmentsOfPage } from './page-text.ts';
import { paragraphsOfPage } from './paragraphs.ts';
import { readingOrder } from './reading-order.ts';

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'light-',
    'house',
    '1914-',
    '漢字',
    'سلام',
    'ه',
    ' \u0654',
    '\u0654',
    '\ud800',
    '• ',
    ' ',
    '',
    'a\u00adb',
    'well\u00ad',
    'Heading',
  ),
);
const quarter = fc.constantFrom([1, 0, 0, 1], [0, 1, -1, 0], [0, -1, 1, 0], [-1, 0, 0, -1], [0.7, 0.7, -0.7, 0.7]);

const textItem = fc
  .record({
    str: word,
    dir: fc.constantFrom('ltr', 'rtl'),
    hasEOL: fc.boolean(),
    fontName: fc.constantFrom('plain', 'mono', 'vertical'),
    size: fc.constantFrom(0, 8, 10, 24),
    direction: quarter,
    x: fc.integer({ min: 0, max: 600 }),
    y: fc.integer({ min: 0, max: 80 }).map((line) => line * 10),
  })
  .map(({ size, direction, x, y, ...rest }) => ({
    ...rest,
    width: rest.str.length * size * 0.5,
    height: size,
    transform: [...direction.map((factor) => factor * size), x, y],
  }));

const page = fc.array(textItem, { maxLength: 60 }).map((items): TextContent => ({
  items,
  lang: null,
  styles: Object.fromEntries(
    ['plain', 'mono', 'vertical'].map((name) => [
      name,
      { ascent: 1, descent: 0, vertical: name === 'vertical', fontFamily: name === 'mono' ? 'monospace' : 'serif' },
    ]),
  ),
}));

test('every triple names the text that its item drew, and blocks and pages lie in order', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 3 }), fc.integer({ min: 0, max: 2000 }), (contents, maxTextChars) => {
      const documentText = createDocumentText(maxTextChars);
      for (const [index, content] of contents.entries()) {
        documentText.addPage(
          index + 1,
          paragraphsOfPage(readingOrder(segmentsOfPage(content)), () => false),
          ['typed'],
        );
      }
      const { text, blocks, pages } = documentText.finish();
      expect(text.length).toBeLessThanOrEqual(maxTextChars);
      expect(text.isWellFormed()).toBe(true);
      let end = 0;
      for (const { span } of blocks) {
        expect(text.slice(end, span.start)).toMatch(end === 0 ? /^$/ : /^\n\n$/);
        expect(text.slice(span.start, span.end)).toMatch(/^\S(?:.*\S)?$/s);
        end = span.end;
      }
      expect(text.length).toBe(end);
      let position = 0;
      for (const { page: number, span, textItems } of pages) {
        expect(span.start).toBeGreaterThanOrEqual(position);
        position = span.start;
        for (let at = 0; at < textItems.length; at += 3) {
          const [from = -1, to = -1, itemIndex = -1] = textItems.slice(at, at + 3);
          const item = contents[number - 1]?.items[itemIndex];
          const drawn = item !== undefined && 'str' in item ? documented(item.str) : '';
          expect([drawn, drawn.replace(/[-\u00ad\u2010]$/, '')]).toContain(text.slice(from, to));
          expect(from).toBeGreaterThanOrEqual(position);
          expect(to).toBeGreaterThan(from);
          position = to;
        }
        expect(span.end).toBeGreaterThanOrEqual(position);
        position = span.end;
      }
    }),
    { numRuns: 300 },
  );
});

/** The normalisation that `extractPdf` documents, written a second time. */
function documented(drawn: string): string {
  return Array.from(drawn, (character) => {
    if (/^[\ud800-\udfff]$/.test(character)) return '\ufffd';
    return /^[\p{Cc}\u2028\u2029]$/u.test(character) ? ' ' : character;
  })
    .join('')
    .trim();
}
