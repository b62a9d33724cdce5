import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { extractOfficeTree } from './documents.ts';
import { outcomeOf, Unreadable } from './unreadable.ts';

const MAGIC = '{\\rtf';

/** Reads rich text. Some programs put other formats under this name: those are left alone. */
export function extractRtf(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => {
    const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
    if (!start.startsWith(MAGIC)) throw new Unreadable('corrupt');
    return extractOfficeTree(bytes, 'rtf', options);
  });
}
