/** Every code that can cross a process border. Sentences for people are chosen by code, never taken from `message`. */
export const ERROR_CODES = [
  'cancelled',
  'invalidParams',
  'unknownMethod',
  'notAllowed',
  'connectionLost',
  'engineUnavailable',
  'protocolMismatch',
  'folderNotFound',
  'folderAlreadyAdded',
  'folderInsideFolder',
  'documentNotFound',
  'savedSearchNotFound',
  /** Another saved search is called so: `details.name`. */
  'nameTaken',
  'invalidCursor',
  'invalidSetting',
  'invalidRules',
  'modelUnusable',
  /** Results stay in their first order: `details.reason` as at `search.rerank`. */
  'rerankerUnavailable',
  'indexLocationUnusable',
  'indexDamaged',
  'diskFull',
  /** The data folder's disk refuses writing although it has room: read-only, failing, or taken away. */
  'writeFailed',
  'extractionFailed',
  'processorUnsupported',
  /** A folder that was to be measured by has a file missing or malformed: `details.file`, `details.line`, `details.reason`. */
  'judgedSetUnusable',
  /** A connection to another machine was attempted, and kept from happening. */
  'networkRefused',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** An operational failure. It keeps its `code` and `details` on every transport; `message` is for developers. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function isCancelled(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'cancelled';
}

/** True where the disk, not the program, kept something from being written: it may work later. */
export function isWriteError(error: unknown): error is EngineError {
  return error instanceof EngineError && (error.code === 'diskFull' || error.code === 'writeFailed');
}
