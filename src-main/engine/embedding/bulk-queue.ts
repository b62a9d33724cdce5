import { EngineError } from '#contract';
import type { Embedded, SupervisedEmbedder } from './supervised-embedder.ts';
import type { ModelProcessReport } from './supervised-process.ts';

/** Spreads texts over bulk embedders, which leave when there is no work. */
export type BulkQueue = {
  /** `isUrgent`: before everything that waits and is not. */
  embed(texts: readonly string[], options?: { readonly isUrgent?: boolean }): Promise<Embedded>;
  tokensPerSecond(): number | null;
  load(): BulkLoad;
  /** Takes up work that a changed number of processes allows; those over it are left to finish what they have. */
  reconsider(): void;
  /** Follows a changed number of processes; `isReload` also replaces the processes that run. */
  retune(options: { readonly isReload: boolean }): void;
  report(): ModelProcessReport[];
  close(): void;
};

/** `working`: processes that embed now. `isPressing`: something urgent waits for one. */
export type BulkLoad = { readonly working: number; readonly isPressing: boolean };

export type BulkQueueOptions = {
  readonly dimensions: number;
  readonly idleMs: number;
  /** How many may work now; 0 leaves everything waiting. */
  processes(): number;
  /** Called whenever a process has nothing more to do. */
  onFree?(): void;
  createEmbedder(): SupervisedEmbedder;
};

/** One call to a process: well under a second of work, so that its death costs little, its last one delays little, and a starved process is not taken for a hung one. */
const SLICE_CHARS = 16_384;
const SLICE_TEXTS = 512;
/** The next slice waits inside the process while one runs, so that it never stands still. */
const SLICES_AHEAD = 2;
const RATE_WINDOW_MS = 30_000;

type Slice = { readonly job: Job; readonly texts: readonly string[]; readonly indexes: readonly number[] };
type Job = {
  readonly vectors: Float32Array;
  tokens: number;
  slicesLeft: number;
  isSettled: boolean;
  resolve(embedded: Embedded): void;
  reject(error: unknown): void;
};
type Lane = { readonly embedder: SupervisedEmbedder; inFlight: number; idleTimer: NodeJS.Timeout | null };

export function createBulkQueue({ dimensions, idleMs, processes, onFree, createEmbedder }: BulkQueueOptions): BulkQueue {
  const lanes: Lane[] = [];
  const urgent: Slice[] = [];
  const queue: Slice[] = [];
  const rate = createRate();
  let isClosed = false;

  function pump(): void {
    while (lanes.length < processes()) lanes.push({ embedder: createEmbedder(), inFlight: 0, idleTimer: null });
    for (;;) {
      const lane = leastBusy(lanes.slice(0, processes()));
      if (lane === undefined || lane.inFlight >= SLICES_AHEAD) break;
      const slice = urgent.shift() ?? queue.shift();
      if (slice === undefined) break;
      if (!slice.job.isSettled) void run(lane, slice);
    }
    for (const lane of lanes) if (lane.inFlight === 0) leaveLater(lane);
  }

  async function run(lane: Lane, slice: Slice): Promise<void> {
    if (lane.idleTimer !== null) clearTimeout(lane.idleTimer);
    lane.idleTimer = null;
    lane.inFlight += 1;
    rate.begin();
    try {
      const embedded = await lane.embedder.embed(slice.texts, 'document');
      rate.add(embedded.tokens);
      deliver(slice, embedded);
    } catch (error) {
      slice.job.isSettled = true;
      slice.job.reject(error);
    } finally {
      rate.end();
      lane.inFlight -= 1;
      if (!isClosed) {
        pump();
        if (lane.inFlight === 0) onFree?.();
      }
    }
  }

  function deliver({ job, indexes }: Slice, { vectors, tokens }: Embedded): void {
    indexes.forEach((index, row) => {
      job.vectors.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), index * dimensions);
    });
    job.tokens += tokens;
    job.slicesLeft -= 1;
    if (job.slicesLeft > 0) return;
    job.isSettled = true;
    job.resolve({ vectors: job.vectors, tokens: job.tokens });
  }

  function leaveLater(lane: Lane): void {
    lane.idleTimer ??= setTimeout(() => lane.embedder.leave(), idleMs).unref();
  }

  return {
    embed(texts, { isUrgent = false } = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<Embedded>();
      if (isClosed) return Promise.reject(closedError());
      const slices = cut(texts);
      const vectors = new Float32Array(texts.length * dimensions);
      const job: Job = { vectors, tokens: 0, slicesLeft: slices.length, isSettled: false, resolve, reject };
      if (slices.length === 0) resolve({ vectors, tokens: 0 });
      const waiting = isUrgent ? urgent : queue;
      waiting.push(...slices.map((indexes) => ({ job, indexes, texts: indexes.map((index) => texts[index] ?? '') })));
      pump();
      return promise;
    },
    tokensPerSecond: rate.perSecond,
    load: () => ({ working: lanes.filter((lane) => lane.inFlight > 0).length, isPressing: urgent.length > 0 }),
    reconsider() {
      if (!isClosed && urgent.length + queue.length > 0) pump();
    },
    retune({ isReload }) {
      lanes.forEach((lane, index) => {
        // What a process over the number has begun would only be begun anew.
        if (isReload || (index >= processes() && lane.inFlight === 0)) lane.embedder.leave();
      });
      if (urgent.length + queue.length > 0) pump();
    },
    report: () => lanes.map((lane) => lane.embedder.report()).filter((report) => report !== null),
    close() {
      isClosed = true;
      for (const { job } of [...urgent.splice(0), ...queue.splice(0)]) job.reject(closedError());
      for (const lane of lanes) {
        if (lane.idleTimer !== null) clearTimeout(lane.idleTimer);
        lane.embedder.close();
      }
    },
  };
}

/** Texts of like length together, so that little is padded, the longest first, so that all processes end together. */
function cut(texts: readonly string[]): number[][] {
  const lengthAt = (index: number): number => texts[index]?.length ?? 0;
  const order = texts.map((_, index) => index).sort((a, b) => lengthAt(b) - lengthAt(a) || a - b);
  const slices: number[][] = [];
  let slice: number[] = [];
  let chars = 0;
  for (const index of order) {
    if (slice.length > 0 && (chars + lengthAt(index) > SLICE_CHARS || slice.length === SLICE_TEXTS)) {
      slices.push(slice);
      slice = [];
      chars = 0;
    }
    slice.push(index);
    chars += lengthAt(index);
  }
  if (slice.length > 0) slices.push(slice);
  return slices;
}

function leastBusy(lanes: readonly Lane[]): Lane | undefined {
  return lanes.reduce<Lane | undefined>(
    (best, lane) => (best === undefined || lane.inFlight < best.inFlight ? lane : best),
    undefined,
  );
}

type Rate = { begin(): void; end(): void; add(tokens: number): void; perSecond(): number | null };

/** Tokens over the time in which there was work, so that pauses do not lower it. */
function createRate(): Rate {
  let running = 0;
  let busyMs = 0;
  let busySince = 0;
  let marks: { readonly atBusyMs: number; readonly tokens: number }[] = [];
  const busyNow = (): number => busyMs + (running > 0 ? performance.now() - busySince : 0);
  return {
    begin() {
      if (running++ === 0) busySince = performance.now();
    },
    end() {
      if (--running === 0) busyMs += performance.now() - busySince;
    },
    add(tokens) {
      const now = busyNow();
      marks = [...marks.filter((mark) => mark.atBusyMs > now - RATE_WINDOW_MS), { atBusyMs: now, tokens }];
    },
    perSecond() {
      const windowMs = Math.min(busyNow(), RATE_WINDOW_MS);
      const tokens = marks.reduce((sum, mark) => sum + mark.tokens, 0);
      return tokens === 0 || windowMs === 0 ? null : (tokens / windowMs) * 1000;
    },
  };
}

function closedError(): EngineError {
  return new EngineError('engineUnavailable', 'the embedders are closed');
}
