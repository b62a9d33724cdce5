import type { PageMap } from '#contract';
import type { Range } from '../../../text/pieces.ts';

/** One string that pdf.js draws, and where its first character would stand in the document's text. */
export type PlacedItem = { readonly itemIndex: number; readonly start: number };

// As in the extraction, which replaces them one for one before it cuts white space off.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** The items of a page that hold text of any of the ranges, in the order of the text. */
export function itemsOfRanges(map: PageMap, strings: readonly string[], ranges: readonly Range[]): PlacedItem[] {
  const items: PlacedItem[] = [];
  for (let at = 0; at + 3 <= map.textItems.length; at += 3) {
    const [start = 0, end = 0, itemIndex = 0] = map.textItems.slice(at, at + 3);
    const text = strings[itemIndex];
    if (text === undefined || !ranges.some(([from, to]) => from < end && to > start)) continue;
    const cleaned = text.replaceAll(CONTROLS, ' ');
    items.push({ itemIndex, start: start - (cleaned.length - cleaned.trimStart().length) });
  }
  return items;
}
