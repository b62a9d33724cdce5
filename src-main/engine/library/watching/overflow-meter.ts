import { readFileSync } from 'node:fs';

const QUEUE_LIMIT_FILE = '/proc/sys/fs/inotify/max_queued_events';
/** The kernel's own default, where its setting cannot be read. */
const USUAL_QUEUE_LIMIT = 16_384;
/** A loop blocked this long may have let a queue overflow, where the system tells neither its length nor its loss. */
const BLOCKED_MS = 500;
const TICK_MS = 100;

export type OverflowMeter = {
  /** Counts one event of the system. */
  count(): void;
};

/**
 * Notices that the system dropped events, which libuv hides on Linux and macOS. On Linux the queue of events must have
 * been full for that, and a full queue is handed out in one turn of the loop: half of its length in one turn counts as
 * full, because libuv drops some of it. Elsewhere a loop that was blocked counts as an overflow.
 */
export function createOverflowMeter({ onOverflow }: { onOverflow(): void }): OverflowMeter {
  if (process.platform !== 'linux') {
    watchDelays(onOverflow);
    return { count: () => undefined };
  }
  const threshold = readQueueLimit() / 2;
  let inThisTurn = 0;
  return {
    count() {
      if (inThisTurn === 0) {
        setImmediate(() => {
          if (inThisTurn >= threshold) onOverflow();
          inThisTurn = 0;
        });
      }
      inThisTurn += 1;
    },
  };
}

function watchDelays(onOverflow: () => void): void {
  let lastTick = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - lastTick > BLOCKED_MS + TICK_MS) onOverflow();
    lastTick = now;
  }, TICK_MS).unref();
}

function readQueueLimit(): number {
  try {
    return Number(readFileSync(QUEUE_LIMIT_FILE, 'utf8')) || USUAL_QUEUE_LIMIT;
  } catch {
    // A container may hide it.
    return USUAL_QUEUE_LIMIT;
  }
}
