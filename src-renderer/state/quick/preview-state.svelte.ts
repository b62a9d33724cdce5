import { isCancelled, type DocumentText, type ErrorCode, type Reason } from '#contract';
import type { Connection } from '../../client/connection.ts';
import { layOut, type Block } from '../../text/layout.ts';
import { failureCode, failureReason } from '../failure.ts';
import type { PanelRow } from './panel-row.ts';

// A screen of text before the passage, and some after it.
const BEFORE_CHARS = 1500;
const AFTER_CHARS = 3000;

/** What is shown of a row: the text around its passage or, where it has none, the document's beginning. */
type Shown = { readonly row: PanelRow } & (
  | { readonly part: DocumentText; readonly blocks: readonly Block[] }
  | { readonly part: null; readonly failure: ErrorCode; readonly reason: Reason | null }
);

/** The text beside the list. What was shown stays until what is asked for is there. */
export class PreviewState {
  isOpen = $state(false);
  shown = $state.raw<Shown | null>(null);

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  close(): void {
    this.#newest.abort();
    this.isOpen = false;
    this.shown = null;
  }

  async show(row: PanelRow): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    const { result, passage } = row;
    const start = Math.max(0, (passage?.start ?? 0) - BEFORE_CHARS);
    const end = (passage?.end ?? 0) + AFTER_CHARS;
    try {
      const asked = { documentId: result.documentId, start, end };
      const part = await this.#connection.ask('library.documentText', asked, { signal: newest.signal });
      if (this.#newest === newest) this.shown = { row, part, blocks: blocksOf(part, row) };
    } catch (error) {
      if (this.#newest !== newest || isCancelled(error)) return;
      this.shown = { row, part: null, failure: failureCode(error), reason: failureReason(error) };
    }
  }
}

/** A passage whose text has changed since the search is not marked: it would be marked in a wrong place. */
function blocksOf({ text, start, pages }: DocumentText, { passage }: PanelRow): readonly Block[] {
  const isThere = passage !== undefined && text.slice(passage.start - start, passage.end - start) === passage.text;
  if (!isThere) return layOut({ text, start, pages, passage: null, highlights: [] });
  const highlights = passage.highlights.map(([from, to]) => [passage.start + from, passage.start + to] as const);
  return layOut({ text, start, pages, passage: [passage.start, passage.end], highlights });
}
