import { EngineError, type FolderPreview } from '#contract';
import { createIgnoreRules } from './ignore-rules.ts';
import { toReadableFolder } from './readable-folder.ts';
import { walkFolder } from './walk-folder.ts';

/** How long one answer may wait for more to tell. */
const ANSWER_MS = 300;
/** A count that nobody asks for is given up after this. */
const UNASKED_MS = 5_000;
/** More than a person needs to know to choose a folder; a home folder of a million files must not be walked for it. */
const MOST_FILES = 200_000;
/** Counts held at the same time; those asked for longest ago give way. */
const MOST_COUNTS = 24;

export type FolderPreviews = {
  /** What adding the folder would read, as far as it has been counted. Errors: folderNotFound, cancelled. */
  preview(path: string, signal: AbortSignal): Promise<FolderPreview>;
  /** Ends all counting. */
  close(): Promise<void>;
};

type Count = {
  readonly root: string;
  readonly byType: Map<string, number>;
  files: number;
  readable: number;
  sizeBytes: number;
  state: FolderPreview['state'];
  readonly controller: AbortController;
  /** Resolves once no more is counted. */
  done: Promise<void>;
  unasked: NodeJS.Timeout | undefined;
};

/** Counts what lies in folders that are not added yet, one folder after the other: a disk that is asked twice is slower. */
export function createFolderPreviews(options: {
  /** The patterns that would be in force below a newly added folder. */
  patterns(): string;
  typeOf(path: string): { readonly type: string; readonly isReadable: boolean };
  readonly mostFiles?: number;
}): FolderPreviews {
  const { mostFiles = MOST_FILES } = options;
  const counts = new Map<string, Count>();
  let last: Promise<void> = Promise.resolve();

  function begin(root: string): Count {
    const count: Count = {
      root,
      byType: new Map(),
      files: 0,
      readable: 0,
      sizeBytes: 0,
      state: 'counting',
      controller: new AbortController(),
      done: Promise.resolve(),
      unasked: undefined,
    };
    count.done = last = last.then(() => run(count));
    counts.set(root, count);
    const oldest = counts.size > MOST_COUNTS ? counts.values().next().value : undefined;
    if (oldest !== undefined) drop(oldest);
    return count;
  }

  async function run(count: Count): Promise<void> {
    if (count.controller.signal.aborted) return;
    const rules = createIgnoreRules({ root: count.root, patterns: options.patterns() });
    try {
      await walkFolder(count.root, {
        signal: count.controller.signal,
        ignores: (path, kind) => rules.ignores(path, kind),
        onFile: ({ path, identity }) => note(count, path, identity.sizeBytes),
      });
      if (count.state === 'counting') count.state = 'complete';
    } catch (error) {
      // Cut short, or nobody asks any more.
      if (!(error instanceof EngineError && error.code === 'cancelled')) throw error;
    }
  }

  function note(count: Count, path: string, sizeBytes: number): void {
    if (count.state !== 'counting') return;
    const { type, isReadable } = options.typeOf(path);
    count.files += 1;
    count.sizeBytes += sizeBytes;
    if (isReadable) {
      count.readable += 1;
      count.byType.set(type, (count.byType.get(type) ?? 0) + 1);
    }
    if (count.files < mostFiles) return;
    count.state = 'cutShort';
    count.controller.abort();
  }

  function drop(count: Count): void {
    clearTimeout(count.unasked);
    count.controller.abort();
    if (counts.get(count.root) === count) counts.delete(count.root);
  }

  return {
    async preview(path, signal) {
      const root = await toReadableFolder(path);
      const count = counts.get(root) ?? begin(root);
      clearTimeout(count.unasked);
      await Promise.race([count.done, pause(ANSWER_MS, signal)]);
      clearTimeout(count.unasked);
      count.unasked = setTimeout(() => drop(count), UNASKED_MS).unref();
      if (signal.aborted) throw new EngineError('cancelled', 'the preview was cancelled');
      return toPreview(count);
    },
    async close() {
      for (const count of counts.values()) drop(count);
      await last;
    },
  };
}

function toPreview({ files, readable, sizeBytes, byType, state }: Count): FolderPreview {
  const types = [...byType].map(([type, number]) => ({ type, files: number }));
  types.sort((one, other) => other.files - one.files || (one.type < other.type ? -1 : 1));
  return { files, readable, sizeBytes, byType: types, state };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
