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
  const append = (field: string, repeats: number): void => {
    const start = written.length;
    tokens.scan(field, language, (token) => written.push(token));
    const end = written.length;
    for (let repeat = 1; repeat < repeats; repeat++) {
      for (let position = start; position < end; position++) written.push(written[position] ?? '');
    }
  };
  append(text, 1);
  append(heading, HEADING_REPEATS);
  append(title ?? '', TITLE_REPEATS);
  return written.join(' ');
}
