import Papa from 'papaparse';

const SAMPLE_CHARS = 65_536;
/** In the order in which they are preferred where several fit equally well. */
const CANDIDATES = [',', ';', '\t', '|'];
/** What Excel writes into the first line where the delimiter is not the one of the reader's country. */
const DECLARATION = /^sep=(.)[ \t]*\n/i;

export type DelimitedSource = { readonly delimiter: string; readonly text: string; readonly firstLine: number };

/** Which character parts the columns, and the text below the line that may declare it. One column alone: a comma. */
export function sniffDelimiter(source: string): DelimitedSource {
  const declared = DECLARATION.exec(source);
  if (declared !== null) return { delimiter: declared[1] ?? ',', text: source.slice(declared[0].length), firstLine: 2 };
  const cut = source.length > SAMPLE_CHARS ? source.lastIndexOf('\n', SAMPLE_CHARS) : -1;
  const sample = cut > 0 ? source.slice(0, cut) : source.slice(0, SAMPLE_CHARS);
  const { meta } = Papa.parse<string[]>(sample.trimEnd(), { delimitersToGuess: CANDIDATES, preview: 1, newline: '\n' });
  return { delimiter: meta.delimiter, text: source, firstLine: 1 };
}
