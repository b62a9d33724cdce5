import type {
  Contract,
  Coverage,
  DocumentId,
  DocumentState,
  DocumentSummary,
  ErrorCode,
  ParamsInput,
  Reason,
  Result,
} from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';

export type Files = { readonly shown: readonly DocumentSummary[]; readonly total: number; readonly nextCursor: string | null };

/** What can be chosen, and the states it stands for; none stands for all. */
export const FILE_CHOICES = {
  attention: ['partial', 'skipped', 'failed'],
  waiting: ['queued'],
  nameOnly: ['nameOnly'],
  searchable: ['words', 'indexed', 'partial'],
  all: [],
} as const satisfies Readonly<Record<string, readonly DocumentState[]>>;
export type FileChoice = keyof typeof FILE_CHOICES;

const FILES_PER_PAGE = 50;
const MAX_FILES_PER_CALL = 1000;

/** The files of the library, chosen by where they stand and why, and reading them again. */
export class FileListState {
  choice = $state<FileChoice>('attention');
  /** Null for any or none. */
  reason = $state<Reason | null>(null);
  files = $state.raw<Files | null>(null);
  coverage = $state.raw<Coverage | null>(null);
  /** Why reading again did not happen. */
  failure = $state<ErrorCode | null>(null);

  readonly #connection: Connection;
  #pages = 1;
  /** Only the newest reading of the list counts. */
  #reading = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async choose(choice: FileChoice): Promise<void> {
    this.choice = choice;
    this.#pages = 1;
    await this.read();
  }

  async chooseReason(reason: Reason | null): Promise<void> {
    this.reason = reason;
    this.#pages = 1;
    await this.read();
  }

  async showMore(): Promise<void> {
    this.#pages += 1;
    await this.read();
  }

  /** Reads one file again. */
  async retry(documentId: DocumentId): Promise<void> {
    await this.#retry({ documentIds: [documentId] });
  }

  /** Reads again every file that is chosen, shown or not. */
  async retryAll(): Promise<void> {
    await this.#retry({ filter: this.#filter() });
  }

  async #retry(which: ParamsInput<Contract, 'library.retry'>): Promise<void> {
    this.failure = null;
    try {
      await this.#connection.call('library.retry', which);
    } catch (error) {
      this.failure = failureCode(error);
    }
    await this.read();
  }

  /** Reads coverage and the pages shown so far anew: each cursor belongs to the list it came from. */
  async read(): Promise<void> {
    const reading = ++this.#reading;
    const coverage = this.#connection.ask('library.coverage', {});
    const wanted = FILES_PER_PAGE * this.#pages;
    const shown = new Map<DocumentId, DocumentSummary>();
    let cursor: string | null = null;
    let total = 0;
    for (let asked = 0; asked < wanted; asked += MAX_FILES_PER_CALL) {
      const limit = Math.min(MAX_FILES_PER_CALL, wanted - asked);
      const page: Result<Contract, 'library.files'> = await this.#connection.ask('library.files', {
        filter: this.#filter(),
        limit,
        cursor,
      });
      // A file that moved in the list between two pages is on both.
      for (const file of page.files) shown.set(file.id, file);
      total = page.total;
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    const covered = await coverage;
    if (reading !== this.#reading) return;
    this.files = { shown: [...shown.values()], total, nextCursor: cursor };
    this.coverage = covered;
  }

  #filter(): { states: DocumentState[]; reasons: Reason[] } {
    return { states: [...FILE_CHOICES[this.choice]], reasons: this.reason === null ? [] : [this.reason] };
  }
}

/** Whether reading the file again could change anything. */
export function canRetry({ state }: { readonly state: DocumentState }): boolean {
  return state === 'partial' || state === 'skipped' || state === 'failed';
}
