import { scanTerms } from './scan-terms.ts';

/** Raised with every change of the terms that a text yields: the words of an index of another version cannot be searched. */
export const ANALYSER_VERSION = 3;

/** One term and the part of the text that it was read from: half-open, UTF-16 units. */
export type TermSpan = { readonly term: string; readonly start: number; readonly end: number };

/**
 * The terms to search for a text by, in its order, repeated as often as they occur. Case, accents, marks that only
 * steer display, presentation forms and the digits of each script are folded; scripts without spaces yield overlapping
 * pairs of characters, or the character where it stands alone. Nothing is stemmed and no word is left out.
 */
export function analyse(text: string): string[] {
  const terms: string[] = [];
  scanTerms(text, { withSingles: false }, (term) => terms.push(term));
  return terms;
}

/**
 * The terms that a text is found by, each with its place in `text`: those of `analyse`, and every single Chinese
 * character beside its pairs, so that a query of one character finds it. Terms come by ascending start, the shorter first.
 */
export function termSpans(text: string): TermSpan[] {
  const spans: TermSpan[] = [];
  scanTerms(text, { withSingles: true }, (term, start, end) => spans.push({ term, start, end }));
  return spans;
}
