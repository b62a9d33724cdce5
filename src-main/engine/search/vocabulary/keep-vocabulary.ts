import { setTimeout as wait } from 'node:timers/promises';
import type { Vocabulary } from '#engine/storage/index-store.ts';

/** An engine that was started for one search has answered it by then. */
const START_DELAY_MS = 1_000;
/** Looks whether the searches that it steps aside for have ended. */
const POLL_MS = 50;

/** Reads the vocabulary in the background. */
export type VocabularyKeeper = {
  /** True as soon as all words are there, false after `timeoutMs` or when closed. Meanwhile reading steps aside for nothing. */
  whenReady(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
};

/** Reads page after page while no search runs, now and whenever the vocabulary is to be read anew. */
export function keepVocabulary(options: {
  vocabulary: Pick<Vocabulary, 'isReady' | 'readPage' | 'onReset'>;
  isSearching(): boolean;
  /** Called with the name of what went wrong; reading is given up until the next start. */
  onFailure(error: unknown): void;
}): VocabularyKeeper {
  const { vocabulary } = options;
  const closing = new AbortController();
  let waiting = 0;
  let running: Promise<void> | null = null;
  const startTimer = setTimeout(read, START_DELAY_MS);
  startTimer.unref();
  vocabulary.onReset(read);

  function read(): void {
    if (closing.signal.aborted) return;
    running ??= readAll()
      .catch(options.onFailure)
      .finally(() => (running = null));
  }

  async function readAll(): Promise<void> {
    while (!closing.signal.aborted && !vocabulary.isReady()) {
      if (waiting === 0 && options.isSearching()) await pause(POLL_MS);
      else await vocabulary.readPage();
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
  }

  return {
    async whenReady(timeoutMs) {
      if (vocabulary.isReady()) return true;
      waiting++;
      try {
        read();
        await Promise.race([running, pause(timeoutMs)]);
      } finally {
        waiting--;
      }
      return vocabulary.isReady();
    },
    async close() {
      closing.abort();
      clearTimeout(startTimer);
      await running;
    },
  };
}
