import type { Anchor } from '#contract';
import type { Speech } from '../text/speech.ts';

/** Where a passage lies in its file, as a person names it; empty where its format knows no places. */
export function placeInFile(anchor: Anchor | null, speech: Speech): string {
  switch (anchor?.kind) {
    case undefined:
      return '';
    case 'page':
      return speech.say('place.page', { page: anchor.page });
    case 'slide':
      return speech.say('place.slide', { slide: anchor.slide });
    case 'sheet':
      return speech.say('place.sheet', { sheet: anchor.sheet, range: anchor.range });
    case 'part':
      return anchor.part;
    case 'rows':
      return anchor.first === anchor.last ? speech.say('place.row', anchor) : speech.say('place.rows', anchor);
    case 'cells':
      return anchor.first === anchor.last ? speech.say('place.cell', anchor) : speech.say('place.cells', anchor);
    case 'lines':
      return anchor.first === anchor.last ? speech.say('place.line', anchor) : speech.say('place.lines', anchor);
    case 'time':
      return speech.say('place.time', { start: toClock(anchor.startMs), end: toClock(anchor.endMs) });
  }
}

/** What a part of a file is called above its text: its pages, slides, sheets, cells or parts. */
export function sectionName(anchor: Anchor, speech: Speech): string {
  switch (anchor.kind) {
    case 'page':
      return speech.say('reader.page', { page: anchor.page });
    case 'slide':
      return speech.say('reader.slide', { slide: anchor.slide });
    case 'cells':
      return speech.say('reader.cell', { cell: anchor.first });
    case 'sheet':
      return anchor.sheet;
    case 'part':
    case 'rows':
    case 'lines':
    case 'time':
      return placeInFile(anchor, speech);
  }
}

/** A time of a film as its player shows it. */
export function toClock(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours === 0 ? parts.join(':') : [hours, ...parts].join(':');
}
