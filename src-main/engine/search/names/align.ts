import { isInsideNumber, isWordStart, type FoldedName } from './fold-name.ts';

/** What beginning a run costs; `ELSEWHERE` is more than all other costs together. */
export const AT_WORD_START = 1_000;
export const INSIDE_NUMBER = 2_000;
export const ELSEWHERE = 1_000_000;
/** Longer words are no abbreviations; longer names cannot exist on most file systems. */
const MAX_WORD_UNITS = 32;
const MAX_NAME_UNITS = 512;
const IMPOSSIBLE = 0x3fffffff;

/** Finds the units of a word, in order, scattered over a name. Keeps its working memory: 64 KiB. */
export type Aligner = {
  /** The least cost, or null where the units do not stand in the name in this order or the first cannot begin a word. */
  cost(name: FoldedName, word: string): number | null;
  /** Where the units stand at the least cost, ascending; the leftmost ending where several cost the same. */
  positions(name: FoldedName, word: string): number[] | null;
};

/**
 * `qrep25` in `Quarterly report 2025`: the units fall into runs of neighbours, and each run costs by where it begins: at
 * the beginning of a word little, inside a number twice that, anywhere else a lot; skipped units between runs break ties.
 * The cheapest way is found by dynamic programming over (unit of the word, unit of the name), the way of approximate
 * matching since Sellers (1980). That word starts and humps should win is what fzf and VS Code have taught people.
 */
export function createAligner(): Aligner {
  /** Row-major `[word.length × name.length]`: the least cost of the first units, the last of them standing here. */
  const costs = new Int32Array(MAX_WORD_UNITS * MAX_NAME_UNITS);

  function fill(name: FoldedName, word: string): void {
    const { folded } = name;
    const width = folded.length;
    costs.fill(IMPOSSIBLE, 0, width);
    for (let at = 0; at < width; at++) {
      if (folded.charCodeAt(at) !== word.charCodeAt(0)) continue;
      const cost = runCost(name, at);
      if (cost !== ELSEWHERE) costs[at] = cost;
    }
    for (let unit = 1; unit < word.length; unit++) fillRow(name, word.charCodeAt(unit), unit * width);
  }

  function fillRow(name: FoldedName, code: number, row: number): void {
    const { folded } = name;
    const above = row - folded.length;
    let beforeGap = IMPOSSIBLE;
    for (let at = 0; at < folded.length; at++) {
      if (at >= 2) beforeGap = Math.min(beforeGap, costs[above + at - 2] ?? IMPOSSIBLE) + 1;
      let cost = IMPOSSIBLE;
      if (folded.charCodeAt(at) === code) {
        if (at > 0) cost = costs[above + at - 1] ?? IMPOSSIBLE;
        if (beforeGap < IMPOSSIBLE) cost = Math.min(cost, beforeGap + runCost(name, at));
      }
      costs[row + at] = cost;
    }
  }

  function cheapestEnd(name: FoldedName, word: string): number | null {
    const { folded } = name;
    if (word.length > MAX_WORD_UNITS || folded.length > MAX_NAME_UNITS || !isSubsequence(folded, word)) return null;
    fill(name, word);
    const row = (word.length - 1) * folded.length;
    let end = 0;
    for (let at = 1; at < folded.length; at++) {
      if ((costs[row + at] ?? IMPOSSIBLE) < (costs[row + end] ?? IMPOSSIBLE)) end = at;
    }
    return costs[row + end] === IMPOSSIBLE ? null : end;
  }

  function traceBack(name: FoldedName, word: string, end: number): number[] {
    const width = name.folded.length;
    const positions = [end];
    let at = end;
    for (let unit = word.length - 1; unit > 0; unit--) {
      const above = (unit - 1) * width;
      const cost = costs[unit * width + at] ?? 0;
      let before = at - 1;
      if (costs[above + before] !== cost) {
        const beforeRun = cost - runCost(name, at);
        before = at - 2;
        while (before > 0 && (costs[above + before] ?? IMPOSSIBLE) + (at - before - 1) !== beforeRun) before--;
      }
      positions.push(before);
      at = before;
    }
    return positions.reverse();
  }

  return {
    cost(name, word) {
      const end = cheapestEnd(name, word);
      return end === null ? null : (costs[(word.length - 1) * name.folded.length + end] ?? null);
    },
    positions(name, word) {
      const end = cheapestEnd(name, word);
      return end === null ? null : traceBack(name, word, end);
    },
  };
}

/** What beginning a run at this unit of the name costs. */
export function runCost(name: FoldedName, at: number): number {
  if (isWordStart(name, at)) return AT_WORD_START;
  return isInsideNumber(name, at) ? INSIDE_NUMBER : ELSEWHERE;
}

function isSubsequence(text: string, word: string): boolean {
  let at = -1;
  for (let unit = 0; unit < word.length; unit++) {
    at = text.indexOf(word.charAt(unit), at + 1);
    if (at === -1) return false;
  }
  return true;
}
