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

/** The stop of a passage that shows most of its snippet's marked words, of equals the first: where one who chose the row looks. */
export function stopOfSnippet(
  stops: readonly Stop[],
  passageIndex: number,
  { start, highlights, snippet }: PassageRanges & { readonly snippet: { readonly start: number; readonly end: number } },
): number {
  const shown = highlights.filter(([from, to]) => from >= snippet.start && to <= snippet.end);
  let best = { index: 0, count: -1 };
  stops.forEach((stop, index) => {
    if (stop.passageIndex !== passageIndex) return;
    const count = shown.filter(([from, to]) => start + from >= stop.range[0] && start + to <= stop.range[1]).length;
    if (count > best.count) best = { index, count };
  });
  return best.index;
}
