import type { Coverage } from '#contract';
import { withoutControls, type Terminal } from './terminal.ts';

/** As in "12,431 of 12,502 searchable; 71 need attention". */
export function describeCoverage({ total, searchable, nameOnly, waiting, attention }: Coverage): string {
  return [
    `${spell(searchable)} of ${spell(total)} searchable`,
    ...(nameOnly > 0 ? [`${spell(nameOnly)} by name alone`] : []),
    ...(waiting > 0 ? [`${spell(waiting)} waiting`] : []),
    ...(attention > 0 ? [`${spell(attention)} ${attention === 1 ? 'needs' : 'need'} attention`] : []),
  ].join('; ');
}

/** A table with a row for each type, the most files first. */
export function printTypes(terminal: Terminal, { byType }: Coverage): void {
  const rows = byType.map(({ type, counts }) => [
    withoutControls(type),
    spell(Object.values(counts).reduce((sum, count) => sum + count, 0)),
    spell(counts.words + counts.indexed + counts.partial),
    spell(counts.nameOnly),
    spell(counts.queued),
    spell(counts.partial + counts.skipped + counts.failed),
  ]);
  const table = [['type', 'files', 'searchable', 'name only', 'waiting', 'attention'], ...rows];
  const widths = table[0]?.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const [index, row] of table.entries()) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
    terminal.printLine(index === 0 ? terminal.dim(cells.join('  ')) : cells.join('  '));
  }
}

export function spell(count: number): string {
  return count.toLocaleString('en');
}
