import type { Reason } from '#contract';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';

/** Ends the reading of a file, or of one of its parts, from deep inside it. Never leaves the extractors of this folder. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Makes of a thrown `Unreadable` the outcome that it stands for. */
export async function outcomeOf(read: () => ExtractionOutcome | Promise<ExtractionOutcome>): Promise<ExtractionOutcome> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: error.reason === 'unsupportedType' ? 'skipped' : 'failed', reason: error.reason };
  }
}

/** Says of an extracted document that parts of it are missing, unless it already says what is. */
export function withUnreadableParts(outcome: ExtractionOutcome): ExtractionOutcome {
  if (outcome.kind === 'skipped') return { kind: 'failed', reason: 'corrupt' };
  if (outcome.kind === 'failed' || outcome.partial !== null) return outcome;
  return { ...outcome, partial: 'partsUnreadable' };
}
