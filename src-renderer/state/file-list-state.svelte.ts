import {
  TEXT_ENCODINGS,
  type Contract,
  type Coverage,
  type DocumentId,
  type DocumentState,
  type DocumentSummary,
  type ErrorCode,
  type ParamsInput,
  type Reason,
} from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { pageAt, replacePage, type FilePage } from './file-pages.ts';

export type Files = { readonly shown: readonly DocumentSummary[]; readonly total: number; readonly hasMore: boolean };

/** What can be chosen, and the states it stands for; none stands for all. */
export const FILE_CHOICES = {
  attention: ['partial', 'skipped', 'failed'],
  waiting: ['queued'],
  nameOnly: ['nameOnly'],
  searchable: ['words', 'indexed', 'partial'],
  all: [],
} as const satisfies Readonly<Record<string, readonly DocumentState[]>>;
export type FileChoice = keyof typeof FILE_CHOICES;

/** All parts must hold; null for any. */
export type FileWish = {
  readonly choice: FileChoice;
  readonly reason: Reason | null;
  readonly type: string | null;
  /** The path of a folder. */
  readonly under: string | null;
};
const ATTENTION: FileWish = { choice: 'attention', reason: null, type: null, under: null };

const FILES_PER_PAGE = 200;
/** A page is asked for when so few rows of the list are left below the last one on the screen. */
const ROWS_AHEAD = 60;

/** The files of the library, chosen by where they stand, why, and where they lie; and reading them again. */
export class FileListState {
  wish = $state.raw<FileWish>(ATTENTION);
  files = $state.raw<Files | null>(null);
  coverage = $state.raw<Coverage | null>(null);
  /** Why reading again, or another encoding, was refused. */
  failure = $state<ErrorCode | null>(null);
  /** The file whose encoding is being chosen. */
  encodingOf = $state<DocumentId | null>(null);

  /** The encodings that are offered, the common ones of each script first. */
  readonly encodings: readonly string[] = TEXT_ENCODINGS;

  readonly #connection: Connection;
  /** In order; a page that was read at an older version than this is read again once it is on the screen. */
  #pages: readonly FilePage[] = [];
  #version = 0;
  #visible = { first: 0, last: 0 };
  #bringing: Promise<void> | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Lists other files: the parts that are not given stay. */
  async choose(change: Partial<FileWish>): Promise<void> {
    this.wish = { ...this.wish, ...change };
    this.#pages = [];
    this.#visible = { first: 0, last: 0 };
    await this.read();
  }

  /** Lists all files that need attention, wherever they lie. */
  async showAttention(): Promise<void> {
    await this.choose(ATTENTION);
  }

  /** Told which rows are on the screen, counted from 0: what is missing or out of date there is read. */
  see(first: number, last: number): void {
    this.#visible = { first, last };
    void this.#bring();
  }

  /** Reads coverage and what is on the screen anew; the rest of the list when it comes to be seen. */
  async read(): Promise<void> {
    const version = ++this.#version;
    const coverage = this.#connection.ask('library.coverage', {});
    await this.#bring();
    const covered = await coverage;
    if (version === this.#version) this.coverage = covered;
  }

  /** Reads one file again. */
  async retry(documentId: DocumentId): Promise<void> {
    await this.#retry({ documentIds: [documentId] });
  }

  /** Reads again every file that is chosen, shown or not. */
  async retryAll(): Promise<void> {
    await this.#retry({ filter: filterOf(this.wish) });
  }

  /** Reads a file in this encoding from now on; null: in the one it is guessed to be in. */
  async setEncoding(documentId: DocumentId, encoding: string | null): Promise<void> {
    this.encodingOf = null;
    await this.#attempt(() => this.#connection.call('library.setEncoding', { documentId, encoding }));
  }

  /** The encoding that a file is read in, and the beginning of its text as that gives it. Null where it is not known. */
  async sampleOf(documentId: DocumentId): Promise<{ readonly encoding: string | null; readonly text: string } | null> {
    try {
      const { encoding, text } = await this.#connection.ask('library.documentText', { documentId, start: 0, end: 160 });
      return { encoding: encoding?.name ?? null, text };
    } catch {
      // A file whose encoding is not known at all has no text yet: it is chosen without a sample.
      return null;
    }
  }

  async #retry(which: ParamsInput<Contract, 'library.retry'>): Promise<void> {
    await this.#attempt(() => this.#connection.call('library.retry', which));
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    try {
      await action();
    } catch (error) {
      this.failure = failureCode(error);
    }
    await this.read();
  }

  /** One reading at a time, so that pages are put together in order. */
  #bring(): Promise<void> {
    this.#bringing ??= this.#bringAll().finally(() => {
      this.#bringing = null;
    });
    return this.#bringing;
  }

  async #bringAll(): Promise<void> {
    for (let index = this.#nextWanted(); index !== null; index = this.#nextWanted()) {
      const { wish } = this;
      const version = this.#version;
      const cursor = index === 0 ? null : (this.#pages[index - 1]?.nextCursor ?? null);
      const page = await this.#connection.ask('library.files', { filter: filterOf(wish), limit: FILES_PER_PAGE, cursor });
      if (wish !== this.wish) continue;
      this.#pages = replacePage(this.#pages, index, { files: page.files, nextCursor: page.nextCursor, version });
      this.files = {
        shown: this.#pages.flatMap(({ files }) => files),
        total: page.total,
        hasMore: this.#pages.at(-1)?.nextCursor !== null,
      };
    }
  }

  /** The first page that is on the screen, or soon will be, and is not there or not of this version. */
  #nextWanted(): number | null {
    if (this.#pages.length === 0) return 0;
    const { first, last } = this.#visible;
    const stale = this.#pages.findIndex(
      ({ version }, index) =>
        version < this.#version && index >= pageAt(this.#pages, first) && index <= pageAt(this.#pages, last),
    );
    if (stale !== -1) return stale;
    const known = this.#pages.reduce((sum, { files }) => sum + files.length, 0);
    return last + ROWS_AHEAD >= known && this.#pages.at(-1)?.nextCursor !== null ? this.#pages.length : null;
  }
}

function filterOf({ choice, reason, type, under }: FileWish): NonNullable<ParamsInput<Contract, 'library.files'>['filter']> {
  return {
    states: [...FILE_CHOICES[choice]],
    reasons: reason === null ? [] : [reason],
    types: type === null ? [] : [type],
    under,
  };
}

/** Whether reading the file again could change anything. */
export function canRetry({ state }: { readonly state: DocumentState }): boolean {
  return state === 'partial' || state === 'skipped' || state === 'failed';
}
