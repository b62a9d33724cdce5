import type { Anchor } from '#contract';

/** Where a passage lies in its file: `page 3`, `sheet Sales, A2:F9`; empty where its format knows no places. */
export function placeSentence(anchor: Anchor | null): string {
  switch (anchor?.kind) {
    case undefined:
      return '';
    case 'page':
      return `page ${anchor.page}`;
    case 'slide':
      return `slide ${anchor.slide}`;
    case 'sheet':
      return `sheet ${anchor.sheet}, ${anchor.range}`;
    case 'rows':
      return span('row', anchor.first, anchor.last);
    case 'cells':
      return span('cell', anchor.first, anchor.last);
    case 'lines':
      return span('line', anchor.first, anchor.last);
    case 'part':
      return anchor.part;
    case 'time':
      return `${toClock(anchor.startMs)}–${toClock(anchor.endMs)}`;
  }
}

function span(name: string, first: number, last: number): string {
  return first === last ? `${name} ${first}` : `${name}s ${first}–${last}`;
}

function toClock(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
