import { SvelteMap } from 'svelte/reactivity';
import { isCancelled, type DocumentId, type Passage } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { TYPING_PAUSE_MS } from './typing-pause.ts';

type Wanted = { readonly query: string; readonly documentId: DocumentId; readonly start: number; readonly end: number };

/** Snippets of passages without highlights, around what is nearest in meaning: asked one by one, for rows on the screen. */
export class MeaningSnippets {
  readonly #connection: Connection;
  readonly #chosen = new SvelteMap<string, Passage['snippet']>();
  readonly #waiting = new Map<string, Wanted>();
  readonly #asked = new Set<string>();
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Undefined until it is known. */
  of(wanted: Wanted): Passage['snippet'] | undefined {
    return this.#chosen.get(keyOf(wanted));
  }

  /** Asks for a snippet unless that was done, once rows have come to rest; the returned function takes the wish back. */
  want(wanted: Wanted): () => void {
    const key = keyOf(wanted);
    if (this.#asked.has(key)) return () => undefined;
    this.#waiting.set(key, wanted);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), TYPING_PAUSE_MS);
    return () => this.#waiting.delete(key);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#asked.clear();
    this.#chosen.clear();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (const [key, wanted] of this.#waiting) {
      this.#waiting.delete(key);
      this.#asked.add(key);
      try {
        this.#chosen.set(key, await this.#connection.call('search.snippetByMeaning', wanted));
      } catch (error) {
        // The beginning of the passage stays: it is a snippet, too.
        if (!isCancelled(error)) failureCode(error);
      }
    }
    this.#isAsking = false;
  }
}

function keyOf({ query, documentId, start }: Wanted): string {
  return `${documentId}:${start}:${query}`;
}
