import { scanTerms } from './scan-terms.ts';

/**
 * How often the terms of a field are written into the terms column beside those of the text: BM25 there knows one field
 * and no weights, so a field weighs by repetition. A title's words say what the whole document is about, and are seldom
 * in each of its chunks.
 */
const TITLE_REPEATS = 2;
const HEADING_REPEATS = 1;

/** The terms column of one chunk: terms separated by one space. `heading` is the joined heading path, empty for none. */
export function documentTerms(chunk: { readonly title: string | null; readonly heading: string; readonly text: string }): string {
  const terms: string[] = [];
  appendTerms(terms, chunk.text);
  for (let repeat = 0; repeat < HEADING_REPEATS; repeat++) appendTerms(terms, chunk.heading);
  for (let repeat = 0; repeat < TITLE_REPEATS; repeat++) appendTerms(terms, chunk.title ?? '');
  return terms.join(' ');
}

function appendTerms(terms: string[], field: string): void {
  scanTerms(field, { withSingles: true }, (term) => terms.push(term));
}
