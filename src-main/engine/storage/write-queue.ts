/** Runs asynchronous jobs one after the other in the order of the calls; a job that fails does not stop the next. */
export type WriteQueue = {
  run<Result>(job: () => Promise<Result>): Promise<Result>;
  /** Resolves once every job queued so far has ended. */
  drained(): Promise<void>;
};

export function createWriteQueue(): WriteQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const result = last.then(job);
      // The caller sees the rejection through `result`; the chain itself must go on.
      last = result.catch(() => undefined);
      return result;
    },
    async drained() {
      await last;
    },
  };
}
