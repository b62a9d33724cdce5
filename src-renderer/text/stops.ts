import type { Range } from './pieces.ts';

/** Words nearer to each other than this are seen at one glance. */
const GLANCE_CHARS = 120;

type PassageRanges = { readonly start: number; readonly end: number; readonly highlights: readonly Range[] };

/** A place to go to: a passage's words that lie near each other, or a passage without any. In the document's text. */
export type Stop = { readonly passageIndex: number; readonly range: Range };

/** All places of the passages, in their order. */
export function stopsOf(passages: readonly PassageRanges[]): Stop[] {
  return passages.flatMap(({ start, end, highlights }, passageIndex) => {
    const groups: [number, number][] = [];
    for (const [from, to] of highlights) {
      const last = groups.at(-1);
      if (last !== undefined && start + from - last[1] < GLANCE_CHARS) last[1] = start + to;
      else groups.push([start + from, start + to]);
    }
    const ranges: readonly Range[] = groups.length === 0 ? [[start, end]] : groups;
    return ranges.map((range): Stop => ({ passageIndex, range }));
  });
}
