import type { SearchResult } from '#contract';
import type { Connection } from '../client/connection.ts';
import { askDesktop, type DesktopAction } from '../client/documents.ts';
import { toCsv, toJson, type ExportedResult } from '../text/export-results.ts';
import { markdownLink, obsidianLink } from '../text/links.ts';
import { failureCode } from './failure.ts';
import type { SearchState } from './search-state.svelte.ts';
import { vaultOf } from './vault-of.ts';

// Long enough to be read, in any language.
const TOLD_FOR_MS = 5000;
/** More windows at once are nobody's wish. */
const MOST_WINDOWS = 10;

/** What was done, for a line that says so; null where nothing was yet. */
export type Done = { readonly kind: 'copied' | 'exported' | 'noVault' | 'failed'; readonly count: number };

export type FileMaker = (name: string, type: string, content: string) => void;
type Parts = {
  readonly search: SearchState;
  readonly connection: Connection;
  readonly copy: (text: string) => Promise<void>;
  readonly saveFile: FileMaker;
};

/** What can be done with the chosen results without leaving the page. */
export class ChosenActions {
  /** Where the menu stands, in pixels of the window; null while it is closed. */
  menuAt = $state.raw<{ readonly x: number; readonly y: number } | null>(null);
  /** Whether the first of those chosen lies in a vault of Obsidian; asked when the menu opens. */
  isInVault = $state(false);
  done = $state.raw<Done | null>(null);

  readonly #search: SearchState;
  readonly #connection: Connection;
  readonly #copy: Parts['copy'];
  readonly #saveFile: FileMaker;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ search, connection, copy, saveFile }: Parts) {
    this.#search = search;
    this.#connection = connection;
    this.#copy = copy;
    this.#saveFile = saveFile;
  }

  openMenu(at: { readonly x: number; readonly y: number }): void {
    this.menuAt = at;
    this.isInVault = false;
    const [first] = this.#search.chosen;
    if (first !== undefined) void vaultOf(this.#connection, first.documentId).then((vault) => (this.isInVault = vault !== null));
  }

  copyPaths(): Promise<void> {
    return this.#copyEach(({ path }) => path);
  }

  copyMarkdownLinks(): Promise<void> {
    return this.#copyEach(({ title, path }) => markdownLink(title === '' ? path : title, path));
  }

  /** Copies the addresses of those chosen that lie in a vault of Obsidian. */
  async copyObsidianLinks(): Promise<void> {
    const links: string[] = [];
    for (const result of this.#search.chosen) {
      const vault = await vaultOf(this.#connection, result.documentId);
      if (vault !== null) links.push(obsidianLink(vault.path, result.path));
    }
    if (links.length === 0) this.#tell({ kind: 'noVault', count: this.#search.chosen.length });
    else await this.#copyText(links.join('\n'), links.length);
  }

  /** Whether a desktop may be asked about all of those chosen: each is a window. */
  get areFew(): boolean {
    return this.#search.chosen.length <= MOST_WINDOWS;
  }

  /** Has the desktop open those chosen, or show them in their folders, one after the other. */
  async askDesktop(action: DesktopAction): Promise<void> {
    let failed = 0;
    for (const { documentId } of this.#search.chosen) if (!(await askDesktop(action, documentId))) failed += 1;
    if (failed > 0) this.#tell({ kind: 'failed', count: failed });
  }

  /** Saves the chosen results where several are chosen, else all that are shown. `placeOf` names a passage's place in words. */
  async export(format: 'csv' | 'json', placeOf: (passage: SearchResult['passages'][number]) => string): Promise<void> {
    const { results, marked, chosen } = this.#search;
    if (results === null) return;
    const wanted = marked.ids.size > 0 ? chosen : results.results;
    // A table has the best passage of each alone.
    const whole = format === 'csv' ? wanted : await this.#wholeOrNull(wanted);
    if (whole === null) return this.#tell({ kind: 'failed', count: wanted.length });
    const exported = whole.map((result) => toExported(result, placeOf));
    if (format === 'csv') this.#saveFile('results.csv', 'text/csv;charset=utf-8', toCsv(exported));
    else this.#saveFile('results.json', 'application/json', toJson(results.query, exported));
    this.#tell({ kind: 'exported', count: exported.length });
  }

  /** A file with a part of the passages would be taken for all of them. */
  async #wholeOrNull(results: readonly SearchResult[]): Promise<SearchResult[] | null> {
    try {
      return await this.#search.whole(results);
    } catch (error) {
      failureCode(error);
      return null;
    }
  }

  #tell(done: Done): void {
    this.done = done;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.done = null), TOLD_FOR_MS);
  }

  #copyEach(write: (result: SearchResult) => string): Promise<void> {
    const { chosen } = this.#search;
    return this.#copyText(chosen.map(write).join('\n'), chosen.length);
  }

  async #copyText(text: string, count: number): Promise<void> {
    try {
      await this.#copy(text);
      this.#tell({ kind: 'copied', count });
    } catch (error) {
      // A browser may refuse the clipboard.
      if (!(error instanceof DOMException)) throw error;
      this.#tell({ kind: 'failed', count });
    }
  }
}

function toExported(result: SearchResult, placeOf: (passage: SearchResult['passages'][number]) => string): ExportedResult {
  const { path, title, type, modifiedAt } = result;
  const passages = result.passages.map((passage) => ({ place: placeOf(passage), heading: passage.heading, text: passage.text }));
  return { path, title, type, modifiedAt, passages };
}
