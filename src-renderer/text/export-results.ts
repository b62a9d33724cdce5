/** A result as it leaves the page: one line of a table. */
export type ExportedResult = {
  readonly path: string;
  readonly title: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly passages: readonly { readonly place: string; readonly heading: string; readonly text: string }[];
};

const COLUMNS = ['path', 'title', 'type', 'modified', 'place', 'heading', 'passage'];

/**
 * The results as CSV by RFC 4180, a line for each with its best passage, with the mark of UTF-8 that spreadsheets ask for.
 * Spreadsheets run what begins like a formula: such a cell gets an apostrophe before it. Some part cells at semicolons and
 * tabs, too: those are quoted.
 */
export function toCsv(results: readonly ExportedResult[]): string {
  const lines = results.map(({ path, title, type, modifiedAt, passages: [best] }) => [
    path,
    title,
    type,
    new Date(modifiedAt).toISOString(),
    best?.place ?? '',
    best?.heading ?? '',
    best?.text ?? '',
  ]);
  return `\ufeff${[COLUMNS, ...lines].map((cells) => cells.map(toCell).join(',')).join('\r\n')}\r\n`;
}

/** The results as JSON, with all their passages. */
export function toJson(query: string, results: readonly ExportedResult[]): string {
  const exported = results.map(({ modifiedAt, ...rest }) => ({ ...rest, modified: new Date(modifiedAt).toISOString() }));
  return `${JSON.stringify({ query, results: exported }, null, 2)}\n`;
}

// Some programs skip blanks, tabs and line ends before they look for the sign.
const BEGINS_FORMULA = /^[\s\0]*[=+\-@＝＋－＠]/;

function toCell(text: string): string {
  const safe = BEGINS_FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
