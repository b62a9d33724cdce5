export type LeaveWhenIdleOptions = {
  readonly isNeeded: () => boolean;
  readonly leave: () => void;
  /** How long nobody must have needed it: a script calls one command after the other. */
  readonly graceMs: number;
};

/** Calls `leave` once `isNeeded` has been false for `graceMs`. `consider` must be called whenever that may have changed. */
export function createLeaveWhenIdle({ isNeeded, leave, graceMs }: LeaveWhenIdleOptions): { consider(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let hasStopped = false;

  function stop(): void {
    hasStopped = true;
    clearTimeout(timer);
  }

  function consider(): void {
    clearTimeout(timer);
    if (hasStopped || isNeeded()) return;
    timer = setTimeout(() => {
      if (isNeeded()) return;
      stop();
      leave();
    }, graceMs);
  }
  return { consider, stop };
}
