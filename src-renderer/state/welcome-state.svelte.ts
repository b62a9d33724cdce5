import type { FolderPreview, SuggestionKind } from '#contract';
import type { Connection } from '../client/connection.ts';
import { isInside } from '../text/paths.ts';
import { failureCode } from './failure.ts';

// The engine counts on meanwhile; asked oftener, the numbers only flicker.
const PAUSE_MS = 150;

/** A folder that may be read, and what is known of it so far. */
export type FolderChoice = {
  readonly path: string;
  readonly kind: SuggestionKind;
  /** Null until the count of it has begun. */
  readonly preview: FolderPreview | null;
};

/** Ticked at first: where people keep what they wrote. The other folders hold what came along. */
const LIKELY: ReadonlySet<SuggestionKind> = new Set(['documents', 'notes', 'vault']);

/** The first question: which folders to read. */
export class WelcomeState {
  /** Null until the host has looked for them. */
  choices = $state.raw<readonly FolderChoice[] | null>(null);
  #ticked = $state.raw<ReadonlySet<string>>(new Set());
  /** The ticked folders that lie in no other ticked one: adding these adds all. */
  readonly chosen = $derived.by(() => this.#paths().filter((path) => this.#ticked.has(path) && this.outerOf(path) === null));

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  isTicked(path: string): boolean {
    return this.#ticked.has(path) || this.outerOf(path) !== null;
  }

  /** The ticked folder that a folder lies in, and with which it is read; null where there is none. */
  outerOf(path: string): string | null {
    return this.#paths().find((other) => other !== path && this.#ticked.has(other) && isInside(path, other)) ?? null;
  }

  tick(path: string, isTicked: boolean): void {
    const ticked = new Set(this.#ticked);
    if (isTicked) ticked.add(path);
    else ticked.delete(path);
    this.#ticked = ticked;
  }

  /** Looks for folders and counts what lies in them, one after the other, until the returned function is called. */
  watch(): () => void {
    const leaving = new AbortController();
    void this.#look(leaving.signal);
    return () => leaving.abort();
  }

  async #look(signal: AbortSignal): Promise<void> {
    try {
      const suggested = await this.#connection.ask('library.suggestFolders', {}, { signal });
      if (this.choices === null) {
        this.#ticked = new Set(suggested.filter(({ kind }) => LIKELY.has(kind)).map(({ path }) => path));
      }
      this.choices = suggested.map((folder) => ({ ...folder, preview: null }));
      for (const { path } of suggested) if (!signal.aborted) await this.#count(path, signal);
    } catch (error) {
      // Left meanwhile, or a host that looks for none: then a path can still be typed.
      if (failureCode(error) !== 'cancelled') this.choices ??= [];
    }
  }

  async #count(path: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const preview = await this.#previewOf(path, signal);
      this.choices = (this.choices ?? []).map((choice) => (choice.path === path ? { ...choice, preview } : choice));
      if (preview?.state !== 'counting') return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (signal.aborted) return;
    }
  }

  /** Null for a folder that has gone meanwhile, or that cannot be read. */
  async #previewOf(path: string, signal: AbortSignal): Promise<FolderPreview | null> {
    try {
      return await this.#connection.ask('library.previewFolder', { path }, { signal });
    } catch (error) {
      if (failureCode(error) !== 'folderNotFound') throw error;
      return null;
    }
  }

  #paths(): string[] {
    return (this.choices ?? []).map(({ path }) => path);
  }
}
