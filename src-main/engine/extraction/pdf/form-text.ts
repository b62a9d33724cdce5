import type { PDFDocumentProxy } from 'pdfjs-dist';
import { readButtonCaptions } from './button-captions.ts';

const FREE_TEXT = 3;
const WIDGET = 20;
const INVISIBLE_FLAGS = 2 | 32;

/** The fields of pdf.js's annotation objects that hold text. */
type Annotation = {
  readonly pageIndex: number;
  readonly annotationFlags?: number;
  readonly fieldType?: string;
  readonly fieldValue?: unknown;
  readonly password?: boolean;
  readonly combo?: boolean;
  readonly pushButton?: boolean;
  readonly options?: readonly { readonly exportValue: string; readonly displayValue: string }[];
  /** The lines that the field shows, which may format the value ("1,234.00"). */
  readonly textContent?: readonly string[];
};

/**
 * What people wrote into form fields and text boxes, and the captions of buttons, by 0-based page, each text once;
 * pdf.js keeps it apart from the page's own text. Passwords and invisible fields are left out, of a closed choice only
 * what is chosen is read.
 */
export async function readFormTexts(document: PDFDocumentProxy): Promise<Map<number, string[]>> {
  const annotations = await document.getAnnotationsByType(new Set([FREE_TEXT, WIDGET]), new Set());
  const textsByPage = new Map<number, string[]>();
  const pagesWithButtons = new Set<number>();
  for (const annotation of annotations as (Annotation | null)[]) {
    if (annotation === null || ((annotation.annotationFlags ?? 0) & INVISIBLE_FLAGS) !== 0) continue;
    if (annotation.pushButton === true) pagesWithButtons.add(annotation.pageIndex);
    textsByPage.set(annotation.pageIndex, [...(textsByPage.get(annotation.pageIndex) ?? []), ...textsOf(annotation)]);
  }
  for (const pageIndex of pagesWithButtons) {
    textsByPage.set(pageIndex, [...(textsByPage.get(pageIndex) ?? []), ...(await readButtonCaptions(document, pageIndex))]);
  }
  return new Map([...textsByPage].map(([pageIndex, texts]) => [pageIndex, cleaned(texts)]));
}

function textsOf(annotation: Annotation): readonly string[] {
  const { fieldType, fieldValue, options = [], textContent = [] } = annotation;
  const shown = textContent.join('\n');
  if (fieldType === undefined) return [shown];
  if (fieldType === 'Tx') {
    if (annotation.password === true) return [];
    const value = typeof fieldValue === 'string' ? fieldValue : '';
    return isSameText(shown, value) ? [value] : [shown, value];
  }
  if (fieldType !== 'Ch') return [];
  const chosen = new Set<unknown>(Array.isArray(fieldValue) ? fieldValue : [fieldValue]);
  const isOpenList = annotation.combo !== true;
  const visible = options.filter((option) => isOpenList || chosen.has(option.exportValue) || chosen.has(option.displayValue));
  return [visible.map((option) => option.displayValue).join('\n')];
}

function isSameText(a: string, b: string): boolean {
  return a.replaceAll(/\s+/g, '') === b.replaceAll(/\s+/g, '');
}

function cleaned(texts: readonly string[]): string[] {
  const unique = new Set(
    texts.map((text) =>
      text
        .toWellFormed()
        .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
        .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
        .trim(),
    ),
  );
  unique.delete('');
  return [...unique];
}
