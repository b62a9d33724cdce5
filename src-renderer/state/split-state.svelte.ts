/** Of the window's width, in percent, as long as nobody chose another. */
export const DEFAULT_SHARE = 46;
/** Less of either cannot be read, in CSS pixels. */
export const LEAST_LIST_PX = 340;
export const LEAST_READER_PX = 400;

const STORAGE_KEY = 'akin.split';

/** How wide the list is beside the reader; remembered where the look of the page is. */
export class SplitState {
  /** What was chosen, in percent of both together. */
  chosen = $state(DEFAULT_SHARE);
  /** Of both together, in CSS pixels. */
  width = $state(0);

  readonly least = $derived(this.#percentOf(LEAST_LIST_PX));
  readonly most = $derived(Math.max(this.least, 100 - this.#percentOf(LEAST_READER_PX)));
  /** What there is room for of what was chosen: a wider window gives it back. */
  readonly share = $derived(Math.min(this.most, Math.max(this.least, this.chosen)));

  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage;
    this.chosen = remembered(storage) ?? DEFAULT_SHARE;
  }

  choose(share: number): void {
    this.chosen = Math.min(this.most, Math.max(this.least, share));
    try {
      this.#storage?.setItem(STORAGE_KEY, String(Math.round(this.chosen * 10) / 10));
    } catch {
      // Storage that is forbidden or full: it holds until the page is closed.
    }
  }

  reset(): void {
    this.choose(DEFAULT_SHARE);
  }

  #percentOf(pixels: number): number {
    return this.width === 0 ? 0 : Math.min(100, (pixels / this.width) * 100);
  }
}

function remembered(storage: Pick<Storage, 'getItem' | 'setItem'> | null): number | null {
  try {
    const share = Number.parseFloat(storage?.getItem(STORAGE_KEY) ?? '');
    return share > 0 && share < 100 ? share : null;
  } catch {
    // Forbidden storage throws.
    return null;
  }
}
