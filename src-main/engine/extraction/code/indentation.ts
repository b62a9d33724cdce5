/** A tab counts as four blanks. */
export function indentOf(line: string | undefined): number {
  let indent = 0;
  for (const character of line ?? '') {
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 4;
    else break;
  }
  return indent;
}

/** The text of lines without what all of them are indented by, so that the first one keeps its place, and without blanks at their ends. */
export function withoutIndent(lines: readonly string[]): string {
  let least = Infinity;
  for (const line of lines) if (line.trim() !== '') least = Math.min(least, indentOf(line));
  return lines.map((line) => (least === Infinity ? '' : cutIndent(line, least).trimEnd())).join('\n');
}

function cutIndent(line: string, columns: number): string {
  let index = 0;
  for (let indent = 0; indent < columns && index < line.length; index++) indent += line[index] === '\t' ? 4 : 1;
  return line.slice(index);
}
