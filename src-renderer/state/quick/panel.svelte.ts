import { createContext, tick } from 'svelte';
import type { Settings } from '#contract';
import type { Connection } from '../../client/connection.ts';
import type { Windows } from '../../client/windows.ts';
import { ConnectionState } from '../connection-state.svelte.ts';
import { LibraryState } from '../library-state.svelte.ts';
import { SettingsState } from '../settings-state.svelte.ts';
import { OpenedFiles } from './opened-files.svelte.ts';
import { PanelActions } from './panel-actions.svelte.ts';
import { foundRows, type PanelRow } from './panel-row.ts';
import { PanelSearch } from './panel-search.svelte.ts';
import { PreviewState } from './preview-state.svelte.ts';

export const [usePanel, providePanel] = createContext<PanelState>();

// Whoever comes back after this has something else in mind.
const FORGET_AFTER_MS = 90_000;

type PanelOptions = {
  readonly connection: Connection;
  readonly windows: Windows;
  readonly copy: (text: string) => Promise<void>;
  /** Hears of the engine's settings when they are known, and at each change. */
  readonly onSettings: (settings: Settings) => void;
};

/** The quick panel: a field, at most nine rows, and what floats over or stands beside them. */
export class PanelState {
  readonly search: PanelSearch;
  readonly opened: OpenedFiles;
  readonly preview: PreviewState;
  readonly actions: PanelActions;
  readonly library: LibraryState;
  readonly host: ConnectionState;

  /** Whether keys are for the active row and not for the text: the row was chosen since something was typed. */
  isRowFocused = $state(false);
  readonly rows: readonly PanelRow[] = $derived.by(() => this.#rows());
  readonly activeIndex = $derived.by(() => this.#activeIndex());
  readonly active: PanelRow | undefined = $derived(this.rows[this.activeIndex]);
  /** Whether an answer has to wait for the engine. */
  readonly isWaiting = $derived.by(() => this.search.isSearching && (!this.host.isOpen || this.library.isEngineAway));

  readonly #windows: Windows;
  #selectedKey = $state<string | null>(null);
  #field: HTMLInputElement | null = null;
  #hiddenAt: number | null = null;

  constructor({ connection, windows, copy, onSettings }: PanelOptions) {
    this.#windows = windows;
    this.host = new ConnectionState(connection);
    this.search = new PanelSearch(connection);
    this.opened = new OpenedFiles(connection);
    this.preview = new PreviewState(connection);
    this.library = new LibraryState(connection, { onRefresh: () => this.search.runAgainIfEmpty() });
    // It reads the settings for as long as the page lives.
    void new SettingsState(connection, { onValues: onSettings });
    this.actions = new PanelActions({
      connection,
      host: this.host,
      windows,
      copy,
      query: () => this.search.text,
      onLeave: () => void this.leave(),
    });
  }

  type(text: string): void {
    this.isRowFocused = false;
    this.#selectedKey = null;
    this.search.type(text);
  }

  select(row: PanelRow): void {
    this.isRowFocused = true;
    this.#selectedKey = row.key;
  }

  /** Moves over the rows, round and round; a key that is held stops at the ends. */
  move(by: 1 | -1, { isHeld }: { readonly isHeld: boolean }): void {
    const count = this.rows.length;
    const next = this.activeIndex + by;
    const row = this.rows[isHeld ? Math.max(0, Math.min(count - 1, next)) : (next + count) % count];
    if (row !== undefined) this.select(row);
  }

  moveTo(index: number): void {
    const row = this.rows.at(index);
    if (row !== undefined) this.select(row);
  }

  open(row: PanelRow): void {
    this.select(row);
    void this.actions.open(row);
  }

  /** Opens the active row. What is typed faster than it is found waits for its own results: nobody means those of before. */
  async openActive(): Promise<void> {
    const { search } = this;
    const { text } = search;
    if (search.isSearching && !this.isRowFocused) {
      if (this.isWaiting) return;
      await search.settled();
      if (search.text !== text || search.failure !== null || this.active === undefined) return;
    }
    if (this.active !== undefined) this.open(this.active);
    else if (!search.isBlank) this.actions.searchInMain();
  }

  togglePreview(): void {
    if (this.preview.isOpen) this.closePreview();
    else if (this.active !== undefined) this.preview.isOpen = true;
  }

  closePreview(): void {
    this.preview.close();
    this.focusField({ isSelecting: false });
  }

  openMenu(row: PanelRow, at: { readonly x: number; readonly y: number }): void {
    this.select(row);
    this.actions.openMenu(row, at);
  }

  closeMenu(): void {
    if (this.actions.menuAt === null) return;
    this.actions.menuAt = null;
    this.focusField({ isSelecting: false });
  }

  /** One step back: from the preview to the list, from the list out of the panel or, where it cannot go, to an empty field. */
  stepBack(): void {
    if (this.preview.isOpen) return this.closePreview();
    if (this.canClose) this.#windows.closePanel();
    else if (this.search.text !== '') this.#reset();
  }

  /** The work is done: a panel of its host's goes away. In a tab it waits for the next query. */
  async leave(): Promise<void> {
    this.preview.close();
    if (this.#isHosted) return this.#windows.closePanel();
    await tick();
    this.focusField({ isSelecting: true });
  }

  /** To be called when the panel is hidden and shown again. */
  hide(): void {
    this.#hiddenAt = performance.now();
  }

  comeBack(): void {
    if (this.#hiddenAt !== null && performance.now() - this.#hiddenAt > FORGET_AFTER_MS) this.#reset();
    this.#hiddenAt = null;
    this.focusField({ isSelecting: true });
  }

  focusField({ isSelecting }: { readonly isSelecting: boolean }): void {
    this.#field?.focus();
    if (isSelecting) this.#field?.select();
  }

  /** An attachment for the one field of the panel. */
  readonly field = (field: HTMLInputElement): (() => void) => {
    this.#field = field;
    this.focusField({ isSelecting: true });
    return () => {
      this.#field = null;
    };
  };

  /** A tab that a person opened cannot go away: it is emptied instead. */
  get canClose(): boolean {
    return this.#isHosted || this.#windows.isOpenedByPage;
  }

  /** A host with a hotkey makes a window for the panel alone. */
  get #isHosted(): boolean {
    return this.host.can('hotkey');
  }

  #reset(): void {
    this.preview.close();
    this.type('');
  }

  #rows(): readonly PanelRow[] {
    const { results } = this.search;
    return results === null ? this.opened.rows : foundRows(results.results);
  }

  #activeIndex(): number {
    const index = this.rows.findIndex(({ key }) => key === this.#selectedKey);
    return index === -1 ? 0 : index;
  }
}
