import type { Terminal } from './terminal.ts';

type Style = Pick<Terminal, 'bold' | 'dim'>;

const LIST_ENTRY = /^(\s*)([-*]|\d+\.)\s+/;
const FENCE = '```';
const TABLE_RULE = /^\|[\s|:-]+\|$/;

/**
 * A help page as text for a terminal of `width` columns: paragraphs wrapped, tables as a line for the first cell and the
 * others below it, each after the name of its column; a table of two columns as two columns; examples between fences as they
 * are. Knows what help pages use: headings, paragraphs, lists, tables, examples without empty lines, bold, code and links.
 */
export function layOutMarkdown(markdown: string, { width, style }: { readonly width: number; readonly style: Style }): string {
  const parts = markdown.trim().split(/\n{2,}/);
  return `${parts.map((part) => layOutPart(part.split('\n'), width, style)).join('\n\n')}\n`;
}

function layOutPart(lines: readonly string[], width: number, style: Style): string {
  const [first = ''] = lines;
  const heading = /^(#+)\s+(.*)$/.exec(first);
  if (heading !== null) return style.bold(heading[1] === '#' ? plain(heading[2] ?? '').toUpperCase() : plain(heading[2] ?? ''));
  if (first === FENCE)
    return lines
      .filter((line) => line !== FENCE)
      .map((line) => `    ${line}`)
      .join('\n');
  if (first.startsWith('|')) return layOutTable(lines, width, style);
  const entries: string[] = [];
  for (const line of lines) {
    if (LIST_ENTRY.test(line) || entries.length === 0) entries.push(line);
    else entries[entries.length - 1] += ` ${line.trim()}`;
  }
  return entries.map((entry) => layOutEntry(entry, width, style)).join('\n');
}

function layOutEntry(entry: string, width: number, style: Style): string {
  const [mark = ''] = LIST_ENTRY.exec(entry) ?? [];
  return wrap(entry.slice(mark.length), { width, indent: ' '.repeat(mark.length), first: mark, style });
}

function layOutTable(lines: readonly string[], width: number, style: Style): string {
  const [names = [], ...rows] = lines.filter((line) => !TABLE_RULE.test(line)).map(cellsOf);
  if (names.length === 2) {
    const column = Math.max(...rows.map(([cell = '']) => plain(cell).length)) + 4;
    return rows
      .map(([key = '', value = '']) =>
        wrap(value, { width, indent: ' '.repeat(column), first: `  ${plain(key)}`.padEnd(column), style }),
      )
      .join('\n');
  }
  return rows
    .map(([key = '', ...cells]) => {
      const values = cells.flatMap((cell, index) =>
        cell === '' ? [] : [wrap(`${names[index + 1] ?? ''}: ${cell}`, { width, indent: '      ', first: '    ', style })],
      );
      return [wrap(key, { width, indent: '    ', first: '  ', style, isBold: true }), ...values].join('\n');
    })
    .join('\n\n');
}

/** A bar inside of code or after a backslash parts no cells; help pages have neither. */
function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** Words that belong together, as those of a code span, may be parted: a terminal's line is what it is. */
function wrap(text: string, options: { width: number; indent: string; first: string; style: Style; isBold?: boolean }): string {
  const { width, indent, first, style, isBold = false } = options;
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? first : indent) + (isBold ? style.bold(each) : each)).join('\n');
}

/** Without the marks of bold and code; a link to another page as the command that shows it. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]+)\]\(([\w-]+)\.md\)/g, (_, label: string, page: string) => `${label} (akin help ${page})`)
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/`([^`]+)`/g, '$1');
}
