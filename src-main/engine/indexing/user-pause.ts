import { z } from 'zod';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';

const PAUSE_FACT = 'paused';
/** The clock can jump and the machine can sleep, so a long pause is looked at now and then. */
const LONGEST_WAIT_MS = 60_000;

const storedPause = z.object({ until: z.number().nullable() }).nullable();
type StoredPause = z.infer<typeof storedPause>;

/** The pause that a user asked for; it outlives the engine. */
export type UserPause = {
  readonly isPaused: boolean;
  /** When it ends by itself, milliseconds since 1970; null for never, or where there is none. */
  readonly until: number | null;
  /** `forMs` null: until resumed. Errors: diskFull, writeFailed; then nothing has changed. */
  pause(forMs: number | null): void;
  resume(): void;
  close(): void;
};

export function createUserPause(options: {
  catalogue: Pick<Catalogue, 'fact' | 'setFact'>;
  onChange(): void;
  now(): number;
}): UserPause {
  const { catalogue, now } = options;
  let current: StoredPause = readPause(catalogue);
  let timer: NodeJS.Timeout | undefined;
  const isPaused = (): boolean => current !== null && (current.until === null || current.until > now());

  function set(pause: StoredPause): void {
    catalogue.setFact(PAUSE_FACT, JSON.stringify(pause));
    current = pause;
    watch();
    options.onChange();
  }

  function watch(): void {
    clearTimeout(timer);
    if (current === null || current.until === null) return;
    const leftMs = current.until - now();
    timer = setTimeout(() => (isPaused() ? watch() : options.onChange()), Math.max(0, Math.min(leftMs, LONGEST_WAIT_MS)));
    timer.unref();
  }

  watch();
  return {
    get isPaused() {
      return isPaused();
    },
    get until() {
      return isPaused() ? (current?.until ?? null) : null;
    },
    pause: (forMs) => set({ until: forMs === null ? null : now() + forMs }),
    resume: () => set(null),
    close: () => clearTimeout(timer),
  };
}

function readPause(catalogue: Pick<Catalogue, 'fact'>): StoredPause {
  const stored = catalogue.fact(PAUSE_FACT);
  if (stored === null) return null;
  const parsed = storedPause.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : null;
}
