import type { Tokens } from './tokens.ts';

/**
 * How often the tokens of a field are written into the terms column beside those of the text: BM25 there knows one field
 * and no weights, so a field weighs by repetition. A title's words say what the whole document is about, and are seldom
 * in each of its chunks.
 */
export const TITLE_REPEATS = 2;
const HEADING_REPEATS = 1;

/** One chunk. `heading` is the joined heading path, empty for none; `language` that of the document. */
type Fields = {
  readonly title: string | null;
  readonly heading: string;
  readonly text: string;
  readonly language: string | null;
};

/** The terms column of one chunk: tokens separated by one space. */
export function documentTerms({ title, heading, text, language }: Fields, tokens: Tokens): string {
  const written: string[] = [];
  const append = (field: string): void => tokens.scan(field, language, (token) => written.push(token));
  append(text);
  for (let repeat = 0; repeat < HEADING_REPEATS; repeat++) append(heading);
  for (let repeat = 0; repeat < TITLE_REPEATS; repeat++) append(title ?? '');
  return written.join(' ');
}
