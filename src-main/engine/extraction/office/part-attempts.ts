import { Unreadable } from './unreadable.ts';

/** Reads the parts of a file one by one, so that a broken one costs no other. */
export type PartAttempts = {
  /** What `read` returns, or `otherwise` where the part is unreadable. A bomb still ends the whole file. */
  run<T>(read: () => T, otherwise: T): T;
  readonly hasFailed: boolean;
};

export function createPartAttempts(): PartAttempts {
  let hasFailed = false;
  return {
    run(read, otherwise) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof Unreadable) || error.reason !== 'corrupt') throw error;
        hasFailed = true;
        return otherwise;
      }
    },
    get hasFailed() {
      return hasFailed;
    },
  };
}
