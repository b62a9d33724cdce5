import type { PDFDocumentProxy } from 'pdfjs-dist';

/** Operator numbers of pdf.js's `OPS`; the import would load the library before it is prepared. */
const SHOW_TEXT = 44;
const BEGIN_ANNOTATION = 80;
const END_ANNOTATION = 81;

/**
 * The texts that the annotations of a page draw. pdf.js tells the caption of a button only as drawing operators, which
 * cost as much as drawing without the pixels: ask for pages with buttons alone.
 */
export async function readButtonCaptions(document: PDFDocumentProxy, pageIndex: number): Promise<string[]> {
  const page = await document.getPage(pageIndex + 1);
  const { fnArray, argsArray } = await page.getOperatorList();
  const captions: string[] = [];
  let isInAnnotation = false;
  for (const [index, operator] of fnArray.entries()) {
    if (operator === BEGIN_ANNOTATION) isInAnnotation = true;
    else if (operator === END_ANNOTATION) isInAnnotation = false;
    else if (operator === SHOW_TEXT && isInAnnotation) captions.push(textOfGlyphs(argsArray[index]));
  }
  page.cleanup();
  return captions;
}

/** `operands[0]` holds glyphs, and numbers for kerning between them. */
function textOfGlyphs(operands: unknown): string {
  const glyphs: unknown = Array.isArray(operands) ? operands[0] : [];
  if (!Array.isArray(glyphs)) return '';
  return glyphs.map((glyph: unknown) => (isGlyph(glyph) ? glyph.unicode : '')).join('');
}

function isGlyph(glyph: unknown): glyph is { readonly unicode: string } {
  return typeof glyph === 'object' && glyph !== null && 'unicode' in glyph && typeof glyph.unicode === 'string';
}
