import { isWriteError } from '#contract';
import type { Catalogue, ExtractionStore } from '#engine/catalogue/catalogue.ts';

/** Long enough to clear up once after a burst of edits: it looks at every fingerprint of the library. */
const DELAY_MS = 30_000;

/** Deletes the extracted texts of what was edited, moved out or deleted: nobody reads them, and they are private. */
export type Leftovers = {
  /** Says that there may be some now. */
  note(): void;
  /** Deletes at once what was noted. */
  close(): void;
};

/** `isBusy` true: an extraction may be stored whose document is not published yet, so nothing is deleted now. */
export function createLeftovers(options: {
  catalogue: Pick<Catalogue, 'fingerprints'>;
  extractions: Pick<ExtractionStore, 'keepOnly'>;
  isBusy(): boolean;
  delayMs?: number;
}): Leftovers {
  const { catalogue, extractions, delayMs = DELAY_MS } = options;
  let timer: NodeJS.Timeout | undefined;

  function note(): void {
    timer ??= setTimeout(sweep, delayMs);
    timer.unref();
  }

  function sweep(): void {
    timer = undefined;
    if (options.isBusy()) note();
    else if (!deleteUnneeded()) note();
  }

  /** False where the disk takes no write now. */
  function deleteUnneeded(): boolean {
    try {
      extractions.keepOnly(catalogue.fingerprints());
      return true;
    } catch (error) {
      if (!isWriteError(error)) throw error;
      return false;
    }
  }

  return {
    note,
    close() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      // What cannot be deleted now is noted again at the next start.
      deleteUnneeded();
    },
  };
}
