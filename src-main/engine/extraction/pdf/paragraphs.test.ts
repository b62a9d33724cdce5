import { expect, test } from 'vitest';
import { createDocumentText } from './document-text.ts';
import { segmentsOfPage } from './page-text.ts';
import { paragraphsOfPage } from './paragraphs.ts';
import { readingOrder } from './reading-order.ts';

/** One string drawn from `x` to `x + width` with its baseline at `y`, in points; `isLast` ends a line for pdf.js. */
type Drawn = {
  readonly str: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size?: number;
  readonly isLast?: boolean;
};

const fullWidth = (y: number, str: string): Drawn => ({ str, x: 50, y, width: str.length * 10, isLast: true });

function textOf(drawn: readonly Drawn[], isCompound: (word: string) => boolean = () => false): string {
  const items = drawn.map(({ str, x, y, width, size = 10, isLast = false }) => ({
    str,
    dir: 'ltr',
    width,
    height: size,
    transform: [size, 0, 0, size, x, y],
    fontName: 'plain',
    hasEOL: isLast,
  }));
  const styles = { plain: { ascent: 1, descent: 0, vertical: false, fontFamily: 'serif' } };
  const documentText = createDocumentText(10_000);
  const paragraphs = paragraphsOfPage(readingOrder(segmentsOfPage({ items, styles, lang: null })), isCompound);
  documentText.addPage(1, paragraphs, []);
  return documentText.finish().text;
}

test('keeps a table cell that runs over into the next one apart from it', () => {
  const text = textOf([
    { str: 'ssh-askpass-gnome', x: 50, y: 700, width: 85 },
    { str: 'asks for a pass phrase', x: 122, y: 700, width: 110 },
  ]);
  expect(text).toBe('ssh-askpass-gnome asks for a pass phrase');
});

test('joins the parts of a word whose font tells a size far too small', () => {
  const text = textOf([
    { str: 'quan', x: 50, y: 700, width: 39.7, size: 0.12 },
    { str: 'tile', x: 89.3, y: 700, width: 31.9, size: 0.12 },
  ]);
  expect(text).toBe('quantile');
});

test('reads a raised footnote mark and what follows it within its line', () => {
  const text = textOf([
    { str: 'All the papers that are required', x: 50, y: 700, width: 160, size: 12 },
    { str: '6', x: 210, y: 705.6, width: 4, size: 8 },
    { str: ', in two copies.', x: 214, y: 700, width: 70, size: 12 },
  ]);
  expect(text).toBe('All the papers that are required6, in two copies.');
});

test('joins Chinese and Japanese lines that fill their column and keeps breaks that were meant', () => {
  const text = textOf([
    fullWidth(700, '電線関係'),
    fullWidth(686, 'ポリエチレン絶縁電線に裸線をより合わせて使用されるデュプ'),
    fullWidth(672, 'レックス絶縁電線と称されるものは、対象外として取り扱う。'),
  ]);
  expect(text).toBe(
    '電線関係\nポリエチレン絶縁電線に裸線をより合わせて使用されるデュプレックス絶縁電線と称されるものは、対象外として取り扱う。',
  );
});

test('joins a broken word in capitals unless it is a compound elsewhere', () => {
  const lines: Drawn[] = [
    { str: 'THE SOFTWARE IS PROVIDED WITHOUT WARRANTY, EXPRESS OR IM-', x: 50, y: 700, width: 300, isLast: true },
    { str: 'PLIED, ALSO OF FITNESS', x: 50, y: 688, width: 130, isLast: true },
  ];
  expect(textOf(lines)).toBe('THE SOFTWARE IS PROVIDED WITHOUT WARRANTY, EXPRESS OR IMPLIED, ALSO OF FITNESS');
  expect(textOf(lines, (word) => word === 'im-plied')).toContain('IM-PLIED');
});
