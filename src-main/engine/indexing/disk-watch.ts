import { randomBytes } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineError } from '#contract';
import type { Logger } from '#engine/logger.ts';

/** So much of a disk is left to others, and to what must be written to stop in good order. */
const RESERVE_BYTES = 100 * 1024 * 1024;
const RESERVE_SHARE = 0.01;
/** Work goes on when there is this much more than the reserve, so that it does not start and stop all the time. */
const RESUME_FACTOR = 2;
const LOOK_MS = 1_000;
const RETRY_MS = 5_000;
const PROBE_BYTES = 256 * 1024;

type DiskTrouble = 'diskFull' | 'writeFailed';

/** Knows whether the disk of the data folder takes writes, and finds out when it does again. */
export type DiskWatch = {
  readonly trouble: DiskTrouble | null;
  /** A write failed for the disk's sake. */
  failed(error: EngineError): void;
  /** Looks at the free space, at most once a second; call it while anything is being written. */
  look(): void;
  close(): Promise<void>;
};

/**
 * Stops before the last bytes are taken; after that, and after a failed write, asks every few seconds for the free space
 * and, where that suffices, whether a small file can be written: nothing else is tried on a disk in trouble.
 */
export function createDiskWatch(options: { folder: string; logger: Logger; onChange(): void; retryMs?: number }): DiskWatch {
  const { folder, logger, retryMs = RETRY_MS } = options;
  let trouble: DiskTrouble | null = null;
  let looking: Promise<void> | null = null;
  let lookedAtMs = -Infinity;
  let retryTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function set(next: DiskTrouble | null): void {
    if (next === trouble || isClosed) return;
    trouble = next;
    if (next === null) logger.info('disk.healed');
    else logger.error('disk.trouble', { code: next });
    if (next !== null) retryLater();
    options.onChange();
  }

  function retryLater(): void {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => {
      if (looking !== null) return retryLater();
      looking = retry().finally(() => (looking = null));
    }, retryMs);
  }

  async function retry(): Promise<void> {
    const next = await tryDisk(folder);
    if (next === null || isClosed) return set(next);
    // Full becomes refusing, or the other way round.
    set(next);
    retryLater();
  }

  async function lookNow(): Promise<void> {
    const space = await spaceOf(folder);
    if (space !== null && space.freeBytes < space.reserveBytes) set('diskFull');
  }

  return {
    get trouble() {
      return trouble;
    },
    failed: (error) => set(error.code === 'diskFull' ? 'diskFull' : 'writeFailed'),
    look() {
      if (trouble !== null || looking !== null || performance.now() - lookedAtMs < LOOK_MS) return;
      lookedAtMs = performance.now();
      looking = lookNow().finally(() => (looking = null));
    },
    async close() {
      isClosed = true;
      clearTimeout(retryTimer);
      await looking;
    },
  };
}

async function tryDisk(folder: string): Promise<DiskTrouble | null> {
  const space = await spaceOf(folder);
  if (space !== null && space.freeBytes < RESUME_FACTOR * space.reserveBytes) return 'diskFull';
  const probe = join(folder, '.disk-probe');
  try {
    const handle = await open(probe, 'w', 0o600);
    try {
      // Random, because some file systems keep zeros without taking space.
      await handle.writeFile(randomBytes(PROBE_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOSPC' || code === 'EDQUOT' ? 'diskFull' : 'writeFailed';
  } finally {
    // What refuses writing may refuse deleting too.
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Null where the system does not tell. */
async function spaceOf(folder: string): Promise<{ freeBytes: number; reserveBytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    // Some network and user-space file systems tell of no blocks at all.
    if (blocks === 0) return null;
    return { freeBytes: bavail * bsize, reserveBytes: Math.min(RESERVE_BYTES, RESERVE_SHARE * blocks * bsize) };
  } catch {
    // The disk is away, or says no: the next write tells.
    return null;
  }
}
