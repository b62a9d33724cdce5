import { EngineError, ERROR_CODES, REASONS, type ErrorCode, type Reason } from '#contract';

/** The code of a failed call. Anything but an `EngineError` is a bug of the page and is thrown on. */
export function failureCode(error: unknown): ErrorCode {
  if (error instanceof EngineError) return error.code;
  throw error;
}

/** The code that a host named in words; `internal` for one this page does not know. */
export function knownCode(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal';
}

/** Why a file could not be read, where a failed call says so. */
export function failureReason(error: unknown): Reason | null {
  const reason = error instanceof EngineError && error.code === 'extractionFailed' ? error.details['reason'] : undefined;
  return REASONS.find((known) => known === reason) ?? null;
}
