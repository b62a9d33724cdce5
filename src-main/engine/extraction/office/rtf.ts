import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { extractTree } from './office-tree.ts';
import { outcomeOf, Unreadable } from './unreadable.ts';

const MAGIC = '{\\rtf';
/** Pictures lie in the file as hexadecimal digits, mostly of more bytes than all text. No word is as long. */
const SHORTEST_PICTURE = 1024;

/** Reads rich text. Some programs put other formats under this name: those are left alone. */
export function extractRtf(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => {
    const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
    if (!start.startsWith(MAGIC)) throw new Unreadable('corrupt');
    return extractTree(withoutPictures(bytes), 'rtf', options);
  });
}

function withoutPictures(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let keptUntil = 0;
  let runStart = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && isHexOrBreak(bytes[at] ?? 0)) continue;
    if (at - runStart >= SHORTEST_PICTURE) {
      kept.push(bytes.subarray(keptUntil, runStart));
      keptUntil = at;
    }
    runStart = at + 1;
  }
  return kept.length === 0 ? bytes : Buffer.concat([...kept, bytes.subarray(keptUntil)]);
}

function isHexOrBreak(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x66) ||
    (byte >= 0x41 && byte <= 0x46) ||
    byte === 10 ||
    byte === 13
  );
}
