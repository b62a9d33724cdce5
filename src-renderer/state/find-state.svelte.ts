import { findInText } from '../text/find-in-text.ts';
import type { Range } from '../text/pieces.ts';

/** Words looked for inside the open document, in the text that its view shows. */
export class FindState {
  isOpen = $state(false);
  /** Counts up each time finding is asked for. */
  timesAsked = $state(0);
  query = $state('');
  /** Which of the places found is looked at. */
  currentIndex = $state(0);
  /** Counts up each time the current place is to be brought into view. */
  visit = $state(0);
  /** The text that is searched: the view that is on sets it, null until it has one. */
  text = $state.raw<string | null>(null);

  readonly found: readonly Range[] = $derived.by(() =>
    this.isOpen && this.text !== null ? findInText(this.text, this.query) : [],
  );
  readonly current: Range | undefined = $derived(this.found[this.currentIndex]);

  open(): void {
    this.isOpen = true;
    this.timesAsked += 1;
  }

  close(): void {
    this.isOpen = false;
    this.currentIndex = 0;
  }

  type(query: string): void {
    this.query = query;
    this.currentIndex = 0;
    this.visit += 1;
  }

  /** To the next place or the one before, around the ends. */
  goBy(by: number): void {
    const { length } = this.found;
    if (length === 0) return;
    this.currentIndex = (this.currentIndex + by + length) % length;
    this.visit += 1;
  }
}
