import type { Counts, ErrorCode, Folder, FolderId, Progress } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { FileListState } from './file-list-state.svelte.ts';
import { FolderTreeState } from './folder-tree-state.svelte.ts';
import { IndexState } from './index-state.svelte.ts';
import { RulesState } from './rules-state.svelte.ts';

// Folders and files are read again while counts change, not oftener than this: progress itself comes ten times a second.
const REFRESH_PAUSE_MS = 700;

/** The folders, how far they have been read, and their files. */
export class LibraryState {
  progress = $state.raw<Progress | null>(null);
  folders = $state.raw<readonly Folder[] | null>(null);
  isAdding = $state(false);
  addFailure = $state<ErrorCode | null>(null);
  isRescanning = $state(false);
  /** Why the last removal, rescan, pause or resumption did not happen. */
  failure = $state<ErrorCode | null>(null);
  /** Counts up with each change of what can be found: a search made at an older revision may be out of date. */
  revision = $state(0);
  /** Whether the engine is known to be away, though the host answers. */
  readonly isEngineAway = $derived(this.progress?.trouble === 'engineUnavailable');
  readonly needAttention = $derived(this.progress === null ? 0 : attentionOf(this.progress.counts));

  readonly files: FileListState;
  readonly tree: FolderTreeState;
  readonly rules: RulesState;
  readonly index: IndexState;

  readonly #connection: Connection;
  readonly #onRefresh: () => void;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether somebody looks at files and folders: then they are kept up to date. */
  #isWatched = false;

  /** `onRefresh` runs after changes of the library, not oftener than it reads its folders anew. */
  constructor(connection: Connection, { onRefresh }: { readonly onRefresh: () => void }) {
    this.#connection = connection;
    this.files = new FileListState(connection);
    this.tree = new FolderTreeState(connection);
    this.rules = new RulesState(connection);
    this.index = new IndexState(connection, { onRebuilt: () => void this.#refresh() });
    this.#onRefresh = onRefresh;
    connection.subscribe('progress', (progress) => this.#receive(progress));
  }

  /** Adds a folder by its path; true when it was taken. Otherwise `addFailure` says why. */
  addFolder(path: string): Promise<boolean> {
    return this.#add(() => this.#connection.call('library.addFolder', { path }));
  }

  /** Adds the sample library; true when it was taken. Otherwise `addFailure` says why. */
  addSample(): Promise<boolean> {
    return this.#add(() => this.#connection.call('library.addSample', {}));
  }

  async #add(action: () => Promise<Folder>): Promise<boolean> {
    this.isAdding = true;
    this.addFailure = null;
    try {
      await action();
    } catch (error) {
      this.addFailure = failureCode(error);
      return false;
    } finally {
      this.isAdding = false;
    }
    await this.#refresh();
    return true;
  }

  async removeFolder(folderId: FolderId): Promise<void> {
    await this.#attempt(() => this.#connection.call('library.removeFolder', { folderId }));
    await this.#refresh();
  }

  /** Compares a folder, or all, with the disk. */
  async rescan(folderId: FolderId | null = null): Promise<void> {
    this.isRescanning = true;
    await this.#attempt(() => this.#connection.call('library.rescan', { folderId }));
    this.isRescanning = false;
    await this.#refresh();
  }

  /** Stops reading and embedding for so long, or with null until resumed; searching goes on. */
  async pause(forMs: number | null): Promise<void> {
    await this.#attempt(() => this.#connection.call('library.pause', { forMs }));
  }

  async resume(): Promise<void> {
    await this.#attempt(() => this.#connection.call('library.resume', {}));
  }

  /** Lists all files that need attention. */
  showAttention(): void {
    this.rules.leave();
    void this.files.showAttention();
  }

  /** Keeps files and folders up to date until the returned function is called. */
  watch(): () => void {
    this.#isWatched = true;
    void this.#refresh();
    return () => {
      this.#isWatched = false;
    };
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    try {
      await action();
    } catch (error) {
      this.failure = failureCode(error);
    }
  }

  #receive(progress: Progress): void {
    const before = this.progress;
    this.progress = progress;
    const areCountsAsBefore = before !== null && JSON.stringify(before.counts) === JSON.stringify(progress.counts);
    if (before !== null && !areCountsAsBefore) this.revision += 1;
    // A scan may have found that a folder is away, or back: its documents are kept as they are.
    if (areCountsAsBefore && before.isScanning === progress.isScanning && before.isSettled === progress.isSettled) return;
    if (this.#refreshTimer !== undefined) return;
    this.#refreshTimer = setTimeout(
      () => {
        this.#refreshTimer = undefined;
        void this.#refresh();
      },
      before === null ? 0 : REFRESH_PAUSE_MS,
    );
  }

  async #refresh(): Promise<void> {
    this.folders = await this.#connection.ask('library.listFolders', {});
    this.#onRefresh();
    if (!this.#isWatched) return;
    this.tree.read();
    await Promise.all([this.files.read(), this.index.read()]);
  }
}

/** Documents that a person should know about. */
export function attentionOf(counts: Counts): number {
  return counts.partial + counts.skipped + counts.failed;
}

/** Documents whose words can be found. */
export function searchableOf(counts: Counts): number {
  return counts.words + counts.indexed + counts.partial;
}

export function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
