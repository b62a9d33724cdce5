import { withoutEscapes } from '../text/escapes.ts';
import { fieldOf, linesOf } from './untyped.ts';

export type OutputText = { readonly kind: 'markdown' | 'plain'; readonly text: string };

/** What a cell printed says more at its beginning than in its ten-thousandth line. */
const LONGEST_OUTPUT = 8_000;
/** Python's name of an object that has no text: `<Figure size 640x480 with 1 Axes>`. */
const OBJECT_NAME = /^<[^<>\n]{1,200}>$/;
const BLOB_LINE = /^[!-~]{200,}$/gm;

/** The texts among the outputs of a code cell: what it printed, its value, its error; no pictures, no HTML beside text. */
export function outputTexts(outputs: readonly unknown[]): OutputText[] {
  const texts: OutputText[] = [];
  for (const output of outputs) {
    const { kind, text } = outputText(output);
    const plain = lastDrawn(withoutEscapes(text)).replace(BLOB_LINE, '').trim();
    if (plain !== '' && !OBJECT_NAME.test(plain)) texts.push({ kind, text: plain.slice(0, LONGEST_OUTPUT) });
  }
  return texts;
}

function outputText(output: unknown): OutputText {
  // Before format 4 the kinds of data were fields of the output itself.
  const data = fieldOf(output, 'data') ?? output;
  const markdown = linesOf(fieldOf(data, 'text/markdown'));
  if (markdown !== '') return { kind: 'markdown', text: markdown };
  const error = fieldOf(output, 'ename');
  if (typeof error === 'string') return { kind: 'plain', text: `${error}: ${linesOf(fieldOf(output, 'evalue'))}` };
  return { kind: 'plain', text: linesOf(fieldOf(data, 'text/plain') ?? fieldOf(output, 'text')) };
}

/** A progress bar returns to the beginning of its line and draws over it: what stays is seen. */
function lastDrawn(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd().slice(line.trimEnd().lastIndexOf('\r') + 1))
    .join('\n');
}
