import type { Anchor } from '#contract';

/**
 * The one place that holds both, or null where no one place does: two pages, two slides, two parts, two sheets. `first`
 * lies before `second`.
 */
export function joinAnchors(first: Anchor, second: Anchor): Anchor | null {
  switch (first.kind) {
    case 'page':
      return second.kind === 'page' && second.page === first.page ? first : null;
    case 'slide':
      return second.kind === 'slide' && second.slide === first.slide ? first : null;
    case 'part':
      return second.kind === 'part' && second.part === first.part ? first : null;
    case 'sheet':
      if (second.kind !== 'sheet' || second.sheet !== first.sheet) return null;
      return { ...first, range: joinRanges(first.range, second.range) };
    case 'rows':
    case 'cells':
    case 'lines':
      if (second.kind !== first.kind) return null;
      return { ...first, last: Math.max(first.last, second.last) };
    case 'time':
      return second.kind === 'time' ? { ...first, endMs: Math.max(first.endMs, second.endMs) } : null;
  }
}

const CELL = /^([A-Z]+)(\d+)$/;

/** The smallest range of cells that holds both: `A2:F2` and `A3:G3` become `A2:G3`. */
function joinRanges(first: string, second: string): string {
  const cells = [first, second].flatMap((range) => range.split(':')).flatMap((cell) => CELL.exec(cell) ?? []);
  const columns: string[] = [];
  const rows: number[] = [];
  for (let index = 0; index + 2 < cells.length; index += 3) {
    columns.push(cells[index + 1] ?? '');
    rows.push(Number(cells[index + 2]));
  }
  if (columns.length === 0) return first;
  columns.sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
  const from = `${columns[0]}${Math.min(...rows)}`;
  const to = `${columns.at(-1)}${Math.max(...rows)}`;
  return from === to ? from : `${from}:${to}`;
}
