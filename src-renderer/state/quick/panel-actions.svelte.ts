import type { DocumentId } from '#contract';
import type { Connection } from '../../client/connection.ts';
import { askDesktop } from '../../client/documents.ts';
import type { Windows } from '../../client/windows.ts';
import { markdownLink, obsidianLink } from '../../text/links.ts';
import { fileName } from '../../text/paths.ts';
import type { ConnectionState } from '../connection-state.svelte.ts';
import { failureCode } from '../failure.ts';
import { vaultOf } from '../vault-of.ts';
import type { PanelRow } from './panel-row.ts';

// Long enough to be read, in any language.
const TOLD_FOR_MS = 5000;

/** What came of an action that the page itself does not show; null where nothing is to be told. */
export type Told = 'copied' | 'notCopied' | 'notOpened' | 'notRevealed';

type Parts = {
  readonly connection: Connection;
  readonly host: ConnectionState;
  readonly windows: Windows;
  readonly copy: (text: string) => Promise<void>;
  /** What is searched for, to be remembered once a person acted on it. */
  readonly query: () => string;
  /** Called when the panel has done its work. */
  readonly onLeave: () => void;
};

/** What can be done with a row. */
export class PanelActions {
  /** Where the menu stands, in pixels of the window; null while it is closed. */
  menuAt = $state.raw<{ readonly x: number; readonly y: number } | null>(null);
  /** Whether the row that the menu is for lies in a vault of Obsidian; asked when it opens. */
  isInVault = $state(false);
  told = $state<Told | null>(null);

  readonly #parts: Parts;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  openMenu({ result }: PanelRow, at: { readonly x: number; readonly y: number }): void {
    this.menuAt = at;
    this.isInVault = false;
    void vaultOf(this.#parts.connection, result.documentId).then((vault) => (this.isInVault = vault !== null));
  }

  /** Opens the file in its own app or, where the host has no desktop, in the main window. */
  async open(row: PanelRow): Promise<void> {
    if (!this.#parts.host.can('open')) return this.openInMain(row);
    if (!(await askDesktop('open', row.result.documentId))) return this.#tell('notOpened');
    this.#remember(row.result.documentId);
    this.#parts.onLeave();
  }

  async reveal(row: PanelRow): Promise<void> {
    if (!(await askDesktop('reveal', row.result.documentId))) return this.#tell('notRevealed');
    this.#remember(null);
    this.#parts.onLeave();
  }

  openInMain({ result, passage }: PanelRow): void {
    this.#parts.windows.showInMain({ query: this.#parts.query(), result, passageStart: passage?.start ?? null });
    this.#remember(result.documentId);
  }

  /** Searches for the same in the main window. */
  searchInMain(): void {
    this.#parts.windows.showInMain({ query: this.#parts.query(), result: null, passageStart: null });
  }

  copyPath({ result }: PanelRow): Promise<void> {
    return this.#copy(result.path);
  }

  copyMarkdownLink({ result: { title, path } }: PanelRow): Promise<void> {
    return this.#copy(markdownLink(title === '' ? fileName(path) : title, path));
  }

  async copyObsidianLink({ result }: PanelRow): Promise<void> {
    const vault = await vaultOf(this.#parts.connection, result.documentId);
    if (vault !== null) await this.#copy(obsidianLink(vault.path, result.path));
  }

  /** Keeps what a person acted on, where they let it be kept. */
  #remember(documentId: DocumentId | null): void {
    const { connection, query } = this.#parts;
    if (query().trim() !== '') void attempt(connection.call('history.add', { query: query() }));
    if (documentId !== null) void attempt(connection.call('recents.opened', { documentId }));
  }

  async #copy(text: string): Promise<void> {
    try {
      await this.#parts.copy(text);
      this.#tell('copied');
    } catch (error) {
      // A browser may refuse the clipboard.
      if (!(error instanceof DOMException)) throw error;
      this.#tell('notCopied');
    }
  }

  #tell(told: Told): void {
    this.told = told;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.told = null), TOLD_FOR_MS);
  }
}

/** What is not remembered is no reason to keep a person from their file. */
async function attempt(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    failureCode(error);
  }
}
