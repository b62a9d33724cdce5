import { EngineError } from '#contract';

/** Where the next page starts. The fingerprint ties it to its query: a cursor for another query is refused. */
export type Cursor = { readonly offset: number; readonly queryFingerprint: string };

export function encodeCursor({ offset, queryFingerprint }: Cursor): string {
  return Buffer.from(`${offset}:${queryFingerprint}`).toString('base64url');
}

/** Returns the offset that a cursor stands for, 0 for null. Errors: invalidCursor. */
export function decodeCursor(cursor: string | null, queryFingerprint: string): number {
  if (cursor === null) return 0;
  const [offset = '', fingerprint] = Buffer.from(cursor, 'base64url').toString().split(':');
  if (fingerprint !== queryFingerprint || !/^\d{1,9}$/.test(offset)) {
    throw new EngineError('invalidCursor', 'the cursor belongs to another query');
  }
  return Number(offset);
}
