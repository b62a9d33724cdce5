import { EngineError } from '#contract';

/** LanceDB passes the system's error on as text only. */
const NO_SPACE = /os error 28\b|os error 122\b|no space left|quota exceeded|ENOSPC|EDQUOT/i;

export function isDiskFull(error: unknown): boolean {
  return (error instanceof EngineError && error.code === 'diskFull') || NO_SPACE.test(String(error));
}

export function toWriteError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  return new EngineError(isDiskFull(cause) ? 'diskFull' : 'internal', 'Writing the index failed', { cause });
}
