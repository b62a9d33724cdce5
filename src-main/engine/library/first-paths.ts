/** Counts paths and keeps the first of them in the order of their characters, without holding them all. */
export type FirstPaths = { add(path: string): void; readonly count: number; first(): string[] };

export function createFirstPaths(limit: number): FirstPaths {
  let count = 0;
  let kept: string[] = [];

  function cut(): void {
    kept = kept.sort(byCharacters).slice(0, limit);
  }

  return {
    add(path) {
      count += 1;
      kept.push(path);
      if (kept.length > 2 * limit + 100) cut();
    },
    get count() {
      return count;
    },
    first() {
      cut();
      return kept;
    },
  };
}

function byCharacters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
