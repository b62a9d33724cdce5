import { isCancelled, type DocumentText, type ErrorCode, type Passage, type Reason, type SearchResult } from '#contract';
import type { Connection } from '../client/connection.ts';
import { layOut } from '../text/layout.ts';
import { failureCode, failureReason } from './failure.ts';

// Some screens of text before and after the passage; the rest comes as the reader nears an end.
const MARGIN_CHARS = 6000;
const EXTENSION_CHARS = 12_000;

/** The document beside the list: a window of its extracted text around one of its passages. */
export class ReaderState {
  result = $state.raw<SearchResult | null>(null);
  /** The passages found in the document, in the order of the text. */
  passages = $state.raw<readonly Passage[]>([]);
  currentIndex = $state(0);
  /** The part of the text that is loaded; null until it is, and after a failure. */
  part = $state.raw<DocumentText | null>(null);
  isLoading = $state(false);
  failure = $state<ErrorCode | null>(null);
  /** Why the file has no text to show, where the failure says so. */
  reason = $state<Reason | null>(null);
  /** Counts up each time a passage is to be brought into view. */
  visit = $state(0);

  readonly isOpen = $derived(this.result !== null);
  readonly passage = $derived(this.passages[this.currentIndex]);
  readonly blocks = $derived.by(() => this.#layOut());
  readonly hasEarlier = $derived(this.part !== null && this.part.start > 0);
  readonly hasLater = $derived(this.part !== null && endOf(this.part) < this.part.length);
  /** Whether the passage's text is no longer what was found. */
  readonly hasChanged = $derived.by(() => this.#hasChanged());

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Opens a document at one of its passages, or at its beginning. Opening another one cancels this. */
  async open(result: SearchResult, passage: Passage | undefined): Promise<void> {
    const isSameDocument = this.result?.documentId === result.documentId && this.failure === null;
    this.result = result;
    this.passages = result.passages.toSorted((a, b) => a.start - b.start);
    this.currentIndex = passage === undefined ? 0 : Math.max(0, this.passages.indexOf(passage));
    if (!isSameDocument) this.part = null;
    await this.#goToCurrent();
  }

  async goBy(by: number): Promise<void> {
    const index = this.currentIndex + by;
    if (this.passages[index] === undefined) return;
    this.currentIndex = index;
    await this.#goToCurrent();
  }

  close(): void {
    this.#newest.abort();
    this.result = null;
    this.passages = [];
    this.part = null;
    this.failure = null;
    this.isLoading = false;
  }

  retry(): Promise<void> {
    return this.#goToCurrent();
  }

  async showEarlier(): Promise<void> {
    const part = this.part;
    if (part === null || !this.hasEarlier || this.isLoading) return;
    const more = await this.#load(Math.max(0, part.start - EXTENSION_CHARS), part.start);
    if (more !== undefined && this.part === part)
      this.part = { ...part, text: more.text + part.text, start: more.start, pages: pagesOf(more, part) };
  }

  async showLater(): Promise<void> {
    const part = this.part;
    if (part === null || !this.hasLater || this.isLoading) return;
    const more = await this.#load(endOf(part), endOf(part) + EXTENSION_CHARS);
    if (more !== undefined && this.part === part)
      this.part = { ...part, text: part.text + more.text, pages: pagesOf(part, more) };
  }

  async #goToCurrent(): Promise<void> {
    const { start, end } = this.passage ?? { start: 0, end: 0 };
    const part = this.part;
    if (part === null || start < part.start || end > endOf(part)) {
      const loaded = await this.#load(Math.max(0, start - MARGIN_CHARS), end + MARGIN_CHARS);
      if (loaded === undefined) return;
      this.part = loaded;
    }
    this.visit += 1;
  }

  /** Undefined where it failed, which `failure` tells, or was overtaken. */
  async #load(start: number, end: number): Promise<DocumentText | undefined> {
    if (this.result === null) return undefined;
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    this.isLoading = true;
    this.failure = null;
    try {
      const { documentId } = this.result;
      const text = await this.#connection.ask('library.documentText', { documentId, start, end }, { signal: newest.signal });
      return this.#newest === newest ? text : undefined;
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) {
        this.failure = failureCode(error);
        this.reason = failureReason(error);
        this.part = null;
      }
      return undefined;
    } finally {
      if (this.#newest === newest) this.isLoading = false;
    }
  }

  #layOut(): ReturnType<typeof layOut> {
    if (this.part === null) return [];
    const { text, start, pages } = this.part;
    const passage = this.passage;
    if (passage === undefined || this.hasChanged) return layOut({ text, start, pages, passage: null, highlights: [] });
    const highlights = passage.highlights.map(([from, to]) => [passage.start + from, passage.start + to] as const);
    return layOut({ text, start, pages, passage: [passage.start, passage.end], highlights });
  }

  #hasChanged(): boolean {
    const { part, passage } = this;
    if (part === null || passage === undefined) return false;
    return part.text.slice(passage.start - part.start, passage.end - part.start) !== passage.text;
  }
}

function endOf(part: DocumentText): number {
  return part.start + part.text.length;
}

/** A host may name the pages of the whole text with each part, or those of the part. */
function pagesOf(first: DocumentText, second: DocumentText): DocumentText['pages'] {
  return [...new Map([...first.pages, ...second.pages].map((page) => [page.page, page])).values()];
}
