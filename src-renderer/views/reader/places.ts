import type { Range as TextRange } from '../../text/pieces.ts';
import { indexText, toDomRange } from './marks.ts';

/** Where ranges of the document's text are drawn. */
export type Places = {
  /** In the order of the text, a range for each element that draws a part; empty where none does. */
  rangesOf(range: TextRange): Range[];
};

/**
 * Looks through the elements below `root` that tell in `data-start` where their text begins in the document's. One with
 * `data-length`, too, stands for that much of it in words of its own. To be made anew where elements come or go.
 */
export function createPlaces(root: ParentNode): Places {
  const elements = [...root.querySelectorAll<HTMLElement>('[data-start]')]
    .map((element) => ({ element, start: Number(element.dataset['start']) }))
    .toSorted((a, b) => a.start - b.start);

  function firstAt(position: number): number {
    let [low, high] = [0, elements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((elements[middle]?.start ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  return {
    rangesOf([from, to]) {
      const ranges: Range[] = [];
      for (let at = firstAt(from); at < elements.length; at += 1) {
        const placed = elements[at];
        if (placed === undefined || placed.start >= to) break;
        const range = partOf(placed.element, [from - placed.start, to - placed.start]);
        if (range !== null) ranges.push(range);
      }
      return ranges;
    },
  };
}

function partOf(element: HTMLElement, [from, to]: TextRange): Range | null {
  const own = element.dataset['length'];
  if (own !== undefined) {
    if (from >= Number(own) || to <= 0) return null;
    const whole = document.createRange();
    whole.selectNodeContents(element);
    return whole;
  }
  const index = indexText(element);
  const inside: TextRange = [Math.max(0, from), Math.min(index.text.length, to)];
  return inside[0] < inside[1] ? toDomRange(index, inside) : null;
}
