import type { Subfolder } from '#contract';
import { EngineError } from '#contract';
import type { Connection } from '../client/connection.ts';

/** The first folders in one, and how many there are. */
export type Branch = { readonly subfolders: readonly Subfolder[]; readonly total: number };

/** Which folders of the library are opened to the folders in them. */
export class FolderTreeState {
  /** By the path of the folder that is opened. */
  branches = $state.raw<ReadonlyMap<string, Branch>>(new Map());

  readonly #connection: Connection;
  readonly #opened = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async toggle(path: string): Promise<void> {
    if (this.#opened.delete(path)) return this.#drop(path);
    this.#opened.add(path);
    await this.#read(path);
  }

  /** Reads what is opened anew, one folder after the other. */
  async read(): Promise<void> {
    for (const path of this.#opened) await this.#read(path);
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
