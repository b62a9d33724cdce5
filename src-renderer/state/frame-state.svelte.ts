import { tick } from 'svelte';

export type ViewName = 'search' | 'library' | 'settings';

/** Which view is on, and where the keyboard is. */
export class FrameState {
  view = $state<ViewName>('search');
  #searchField: HTMLInputElement | null = null;

  show(view: ViewName): void {
    this.view = view;
    if (view === 'search') void this.focusSearch();
  }

  /** Brings the search field up, its text selected unless said otherwise: typing replaces it. */
  async focusSearch({ isSelecting = true }: { readonly isSelecting?: boolean } = {}): Promise<void> {
    this.view = 'search';
    await tick();
    this.#searchField?.focus();
    if (isSelecting) this.#searchField?.select();
  }

  blurSearch(): void {
    this.#searchField?.blur();
  }

  /** An attachment for the one search field of the page; it takes the focus where nothing else has it. */
  readonly searchField = (field: HTMLInputElement): (() => void) => {
    this.#searchField = field;
    if (document.activeElement === document.body) field.focus();
    return () => {
      this.#searchField = null;
    };
  };
}
