/** `width`: as wide as the pane; else a factor, 1 being the size on paper. */
export type SheetZoom = 'width' | number;

const SIZES = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

/** The pages of a document that has pages: how many, which one is seen, how large. */
export class SheetsState {
  /** 0 until they are there. */
  count = $state(0);
  current = $state(1);
  zoom = $state<SheetZoom>('width');
  /** The size that they are drawn in. */
  size = $state(1);
  /** A page that the user asked for; a new object each time. */
  wanted = $state.raw<{ readonly page: number } | null>(null);

  reset(): void {
    this.count = 0;
    this.current = 1;
    this.wanted = null;
  }

  goTo(page: number): void {
    if (!Number.isFinite(page)) return;
    this.wanted = { page: Math.min(this.count, Math.max(1, Math.round(page))) };
  }

  /** To the next size above or below. */
  zoomBy(direction: 1 | -1): void {
    const { size } = this;
    const next =
      direction === 1
        ? SIZES.find((candidate) => candidate > size + 0.01)
        : SIZES.findLast((candidate) => candidate < size - 0.01);
    if (next !== undefined) this.zoom = next;
  }

  fitWidth(): void {
    this.zoom = 'width';
  }
}
