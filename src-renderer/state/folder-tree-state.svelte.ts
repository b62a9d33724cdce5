import type { Subfolder } from '#contract';
import { EngineError } from '#contract';
import type { Connection } from '../client/connection.ts';

/** The first folders in one, and how many there are. */
export type Branch = { readonly subfolders: readonly Subfolder[]; readonly total: number };

// Counting below a folder of 100,000 files takes the engine tenths of a second: while much is read, that shall be little of its time.
const SHORTEST_PAUSE_MS = 2000;
const PAUSE_PER_READING = 20;

/** Which folders of the library are opened to the folders in them. */
export class FolderTreeState {
  /** By the path of the folder that is opened. */
  branches = $state.raw<ReadonlyMap<string, Branch>>(new Map());

  readonly #connection: Connection;
  readonly #opened = new Set<string>();
  #nextReading = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async toggle(path: string): Promise<void> {
    if (this.#opened.delete(path)) return this.#drop(path);
    this.#opened.add(path);
    await this.#read(path);
  }

  /** Reads what is opened anew, now or, where that was done just before, a little later. */
  read(): void {
    if (this.#timer !== undefined || this.#opened.size === 0) return;
    this.#timer = setTimeout(() => void this.#readAll(), Math.max(0, this.#nextReading - performance.now()));
  }

  async #readAll(): Promise<void> {
    const start = performance.now();
    for (const path of this.#opened) await this.#read(path);
    const end = performance.now();
    this.#nextReading = end + Math.max(SHORTEST_PAUSE_MS, (end - start) * PAUSE_PER_READING);
    this.#timer = undefined;
  }

  async #read(path: string): Promise<void> {
    try {
      const branch = await this.#connection.ask('library.subfolders', { path });
      if (this.#opened.has(path)) this.branches = new Map(this.branches).set(path, branch);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // It left the library meanwhile.
      this.#opened.delete(path);
      this.#drop(path);
    }
  }

  #drop(path: string): void {
    const branches = new Map(this.branches);
    branches.delete(path);
    this.branches = branches;
  }
}
