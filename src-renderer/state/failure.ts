import { EngineError, ERROR_CODES, type ErrorCode } from '#contract';

/** The code of a failed call. Anything but an `EngineError` is a bug of the page and is thrown on. */
export function failureCode(error: unknown): ErrorCode {
  if (error instanceof EngineError) return error.code;
  throw error;
}

/** The code that a host named in words; `internal` for one this page does not know. */
export function knownCode(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal';
}
