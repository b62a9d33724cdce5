import { EngineError } from '#contract';

/** LanceDB passes the system's error on as text only. */
const NO_SPACE = /os error 28\b|os error 122\b|no space left|quota exceeded|ENOSPC|EDQUOT/i;
/** EIO, EROFS, EACCES, EPERM, ENODEV, ENXIO and a stale network handle: the disk, not what was to be written. */
const REFUSED =
  /os error (?:1|5|6|13|19|30|116)\b|read-only file system|input\/output error|\b(?:EIO|EROFS|EACCES|EPERM|ENODEV|ENXIO|ESTALE)\b/i;

function isDiskFull(error: unknown): boolean {
  return (error instanceof EngineError && error.code === 'diskFull') || NO_SPACE.test(String(error));
}

export function toWriteError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const code = isDiskFull(cause) ? 'diskFull' : REFUSED.test(String(cause)) ? 'writeFailed' : 'internal';
  return new EngineError(code, 'Writing the index failed', { cause });
}
