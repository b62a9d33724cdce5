/** Keeps the `limit` best of what it is offered. */
export type BestList<T> = {
  /** Ties go to the one that was offered first. */
  offer(value: T, score: number): void;
  readonly length: number;
  /** By descending score, ties in the order of their offers. */
  sorted(): { readonly value: T; readonly score: number }[];
};

type Kept<T> = { readonly value: T; readonly score: number; readonly turn: number };

/** A heap with the worst at its root: what is no better than that, nearly everything soon, costs one comparison. */
export function createBestList<T>(limit: number): BestList<T> {
  const heap: Kept<T>[] = [];
  let turn = 0;

  function isWorse(left: number, right: number): boolean {
    const a = heap[left];
    const b = heap[right];
    if (a === undefined || b === undefined) return false;
    return a.score < b.score || (a.score === b.score && a.turn > b.turn);
  }

  function swap(left: number, right: number): void {
    const a = heap[left];
    const b = heap[right];
    if (a === undefined || b === undefined) return;
    heap[left] = b;
    heap[right] = a;
  }

  function rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function sink(): void {
    for (let at = 0; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (isWorse(child, worst)) worst = child;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  }

  return {
    offer(value, score) {
      turn += 1;
      if (heap.length < limit) {
        heap.push({ value, score, turn });
        rise(heap.length - 1);
      } else if (score > (heap[0]?.score ?? Infinity)) {
        heap[0] = { value, score, turn };
        sink();
      }
    },
    get length() {
      return heap.length;
    },
    sorted: () => heap.toSorted((a, b) => b.score - a.score || a.turn - b.turn),
  };
}
