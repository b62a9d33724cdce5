import {
  isCancelled,
  type Anchor,
  type ErrorCode,
  type FileStatus,
  type PageMap,
  type Passage,
  type Reason,
  type SearchResult,
  type StructuredText,
} from '#contract';
import type { Connection } from '../client/connection.ts';
import { askDesktop, documentAddress, fetchDocument, type DesktopAction } from '../client/documents.ts';
import type { Range } from '../text/pieces.ts';
import { stopOfSnippet, stopsOf } from '../text/stops.ts';
import { failureCode, failureReason } from './failure.ts';
import { FindState } from './find-state.svelte.ts';
import { SheetsState } from './sheets-state.svelte.ts';
import { readFileAgain } from './read-file-again.ts';
import { findableText, typeset } from './typeset.ts';

// Most letters and office documents whole, some screens of longer ones around the passage; the rest comes on demand.
const MARGIN_CHARS = 20_000;
const EXTENSION_CHARS = 20_000;

/** How the reader can draw a file itself, beside the text that was read out of it. */
export type PageKind = 'pdf' | 'markdown' | 'html' | 'prose' | 'source';

const PAGE_KINDS: ReadonlyMap<string, PageKind> = new Map([
  ['pdf', 'pdf'],
  ['markdown', 'markdown'],
  ['html', 'html'],
  ['text', 'source'],
  ['code', 'source'],
  ['data', 'source'],
  ['tex', 'source'],
]);

/** The document beside the list: a window of its extracted text around one of its passages. */
export class ReaderState {
  result = $state.raw<SearchResult | null>(null);
  /** The passages found in the document, in the order of the text. */
  passages = $state.raw<readonly Passage[]>([]);
  /** Which of `stops` is looked at. */
  currentStop = $state(0);
  /** The part of the text that is loaded; null until it is, and after a failure. */
  part = $state.raw<StructuredText | null>(null);
  isLoading = $state(false);
  failure = $state<ErrorCode | null>(null);
  /** Why the file has no text to show, where the failure says so. */
  reason = $state<Reason | null>(null);
  /** Counts up each time a passage is to be brought into view. */
  visit = $state(0);

  /** Whether the file is still the one that was read; null until that is known. */
  fileStatus = $state<FileStatus | null>(null);
  /** True while the file is being read again by a request. */
  isReadingAgain = $state(false);
  /** What the user wants to see where there are both; kept from one document to the next. */
  wantsPage = $state(true);
  /** Whether all that was found in the document is known: only then their number is told. */
  isComplete = $state(true);
  /** Set where the file could not be drawn: its text is shown instead. */
  hasPageFailed = $state(false);
  /** Set where the place looked at cannot be marked in what is drawn: its text shows it. */
  isUnmarked = $state(false);
  readonly find = new FindState();
  readonly sheets = new SheetsState();

  readonly isOpen = $derived(this.result !== null);
  /** Null for formats that are shown as their text alone. */
  readonly pageKind: PageKind | null = $derived(pageKindOf(this.result));
  /** Only the file that was read is drawn: in another one, passages would be marked in wrong places. */
  readonly canShowPage = $derived(
    this.pageKind !== null && this.fileStatus === 'unchanged' && !this.hasPageFailed && this.reason !== 'encrypted',
  );
  readonly showsPage = $derived(this.canShowPage && this.wantsPage);
  /** All that was found in the document, in the order of the text. */
  readonly stops = $derived(stopsOf(this.passages));
  readonly currentIndex: number = $derived(this.stops[this.currentStop]?.passageIndex ?? 0);
  /** Where the current stop lies in the whole text. */
  readonly currentRange: Range | undefined = $derived(this.stops[this.currentStop]?.range);
  readonly passage = $derived(this.passages[this.currentIndex]);
  readonly blocks = $derived.by(() => this.#typeset());
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
    this.isComplete = result.passages.length >= result.passageCount;
    this.isUnmarked = false;
    this.currentStop = passage === undefined ? 0 : stopOfSnippet(this.stops, this.passages.indexOf(passage), passage);
    if (!isSameDocument) this.#forget();
    await Promise.all([this.#goToCurrent(), this.checkFile()]);
  }

  /** Takes in the other passages of the document, as many as could be had, without leaving the place. */
  complete(whole: SearchResult): void {
    if (whole.documentId !== this.result?.documentId) return;
    // Another search may have opened it meanwhile.
    if (!this.passages.every((passage) => whole.passages.includes(passage))) return;
    this.isComplete = true;
    const range = this.stops[this.currentStop]?.range;
    this.passages = whole.passages.toSorted((a, b) => a.start - b.start);
    const stop = this.stops.findIndex((other) => other.range[0] === range?.[0] && other.range[1] === range[1]);
    this.currentStop = Math.max(0, stop);
  }

  goBy(by: number): Promise<void> {
    return this.goTo(this.currentStop + by);
  }

  /** Goes to one of the stops; one that is not there changes nothing. */
  async goTo(stop: number): Promise<void> {
    if (this.stops[stop] === undefined) return;
    this.currentStop = stop;
    this.isUnmarked = false;
    await this.#goToCurrent();
  }

  close(): void {
    this.#newest.abort();
    this.result = null;
    this.passages = [];
    this.#forget();
    this.failure = null;
    this.isLoading = false;
    this.find.close();
  }

  #forget(): void {
    this.part = null;
    this.fileStatus = null;
    this.hasPageFailed = false;
    this.isUnmarked = false;
    this.reason = null;
    this.find.text = null;
    this.sheets.reset();
  }

  /** Asks whether the file is still the one that was read. */
  async checkFile(): Promise<void> {
    const { result } = this;
    if (result === null) return;
    try {
      const { status } = await this.#connection.ask('library.fileStatus', { documentId: result.documentId });
      if (this.result?.documentId === result.documentId) this.fileStatus = status;
    } catch (error) {
      // A document that is no longer in the library: asking for its text says so.
      failureCode(error);
    }
  }

  /** Has the file read again, and shows what it says now. */
  async readAgain(): Promise<void> {
    const { result } = this;
    if (result === null || this.isReadingAgain) return;
    this.isReadingAgain = true;
    try {
      const status = await readFileAgain(this.#connection, result.documentId);
      if (this.result?.documentId !== result.documentId) return;
      this.#forget();
      this.fileStatus = status;
      await this.#goToCurrent();
    } catch (error) {
      this.failure = failureCode(error);
    } finally {
      this.isReadingAgain = false;
    }
  }

  /** Where the open document's file is served. */
  get address(): string {
    return this.result === null ? '' : documentAddress(this.result.documentId);
  }

  /** The bytes of the open document's file; null where the host does not give them. */
  fetchFile(signal: AbortSignal): Promise<ArrayBuffer | null> {
    return this.result === null ? Promise.resolve(null) : fetchDocument(this.result.documentId, signal);
  }

  /** Opens the file in its own app, or shows it in its folder. Resolves with whether the host's desktop did. */
  askDesktop(action: DesktopAction): Promise<boolean> {
    return this.result === null ? Promise.resolve(false) : askDesktop(action, this.result.documentId);
  }

  /** How the text of some pages lies on them; none where that cannot be told. */
  async pageMaps(pages: readonly number[]): Promise<readonly PageMap[]> {
    const { result } = this;
    if (result === null) return [];
    try {
      return (await this.#connection.ask('library.pageMaps', { documentId: result.documentId, pages: [...pages] })).pages;
    } catch (error) {
      failureCode(error);
      return [];
    }
  }

  /** The whole extracted text, to be searched in; null where there is none any more. */
  async wholeText(): Promise<string | null> {
    const { result } = this;
    if (result === null) return null;
    try {
      const part = await this.#connection.ask('library.documentBlocks', { documentId: result.documentId });
      return findableText(part);
    } catch (error) {
      failureCode(error);
      return null;
    }
  }

  /** The page that a place of the text lies on, from 1. */
  pageOf([start]: Range): number {
    return this.part?.pages.findLast((page) => page.start <= start)?.page ?? 1;
  }

  /** The place in the file that a place of the loaded text belongs to, as far as its format knows places. */
  anchorAt(position: number): Anchor | null {
    return this.part?.blocks.findLast(({ start }) => start <= position)?.anchor ?? null;
  }

  /** Brings a place of the text into the part that is loaded. Resolves with whether it is there. */
  async reach([start, end]: Range): Promise<boolean> {
    const part = this.part;
    if (part !== null && start >= part.start && end <= endOf(part)) return true;
    const loaded = await this.#load(Math.max(0, start - MARGIN_CHARS), end + MARGIN_CHARS);
    if (loaded !== undefined) this.part = loaded;
    return loaded !== undefined;
  }

  retry(): Promise<void> {
    return this.#goToCurrent();
  }

  async showEarlier(): Promise<void> {
    const part = this.part;
    if (part === null || !this.hasEarlier || this.isLoading) return;
    const more = await this.#load(Math.max(0, part.start - EXTENSION_CHARS), part.start);
    if (more !== undefined && this.part === part) this.part = { ...joined(more, part), start: more.start };
  }

  async showLater(): Promise<void> {
    const part = this.part;
    if (part === null || !this.hasLater || this.isLoading) return;
    const more = await this.#load(endOf(part), endOf(part) + EXTENSION_CHARS);
    if (more !== undefined && this.part === part) this.part = joined(part, more);
  }

  async #goToCurrent(): Promise<void> {
    const { start, end } = this.passage ?? { start: 0, end: 0 };
    if (await this.reach([start, end])) this.visit += 1;
  }

  /** Undefined where it failed, which `failure` tells, or was overtaken. */
  async #load(start: number, end: number): Promise<StructuredText | undefined> {
    if (this.result === null) return undefined;
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    this.isLoading = true;
    this.failure = null;
    try {
      const { documentId } = this.result;
      const text = await this.#connection.ask('library.documentBlocks', { documentId, start, end }, { signal: newest.signal });
      if (this.#newest !== newest) return undefined;
      this.reason = null;
      return text;
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

  #typeset(): ReturnType<typeof typeset> {
    if (this.part === null) return [];
    const passage = this.passage;
    if (passage === undefined || this.hasChanged) return typeset(this.part, { passage: null, highlights: [] });
    const highlights = passage.highlights.map(([from, to]) => [passage.start + from, passage.start + to] as const);
    return typeset(this.part, { passage: [passage.start, passage.end], highlights });
  }

  #hasChanged(): boolean {
    const { part, passage } = this;
    if (part === null || passage === undefined) return false;
    return part.text.slice(passage.start - part.start, passage.end - part.start) !== passage.text;
  }
}

/** Logs, calendars and bibliographies are texts, too: their columns need letters of one width. */
const PROSE = /\.te?xt$/i;

function pageKindOf(result: SearchResult | null): PageKind | null {
  if (result?.type === 'text' && PROSE.test(result.path)) return 'prose';
  return PAGE_KINDS.get(result?.type ?? '') ?? null;
}

function endOf(part: StructuredText): number {
  return part.start + part.text.length;
}

function joined(first: StructuredText, second: StructuredText): StructuredText {
  const { text, blocks } = second;
  return { ...first, text: first.text + text, blocks: [...first.blocks, ...blocks], pages: pagesOf(first, second) };
}

/** A host may name the pages of the whole text with each part, or those of the part. */
function pagesOf(first: StructuredText, second: StructuredText): StructuredText['pages'] {
  return [...new Map([...first.pages, ...second.pages].map((page) => [page.page, page])).values()];
}
