import { Unreadable } from './unreadable.ts';

/** One part of a zip archive as it lies in the file. */
export type StoredPart = {
  readonly name: string;
  readonly method: 'stored' | 'deflated' | 'other';
  readonly isEncrypted: boolean;
  readonly compressed: Uint8Array;
};

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END_64_LOCATOR_SIGNATURE = 0x07064b50;
const END_64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** Stands where the true number lies in the zip64 field. */
const IN_64 = 0xffffffff;
/** No document that people write has more; each costs memory before anything is read. */
const MAX_PARTS = 50_000;

/**
 * The parts of a zip archive by its central directory (APPNOTE 4.3), zip64 included. Only where the compressed bytes lie
 * is believed, and only as far as the file reaches. Throws `Unreadable` for anything that is no archive.
 */
export function partsOf(bytes: Uint8Array): StoredPart[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readEntries(bytes, view, directoryOf(view));
  } catch (error) {
    // A number that points outside the file.
    if (error instanceof RangeError) throw new Unreadable('corrupt');
    throw error;
  }
}

type Directory = { readonly count: number; readonly offset: number };

function directoryOf(view: DataView): Directory {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let end = view.byteLength - END_BYTES; end >= first; end -= 1) {
    if (view.getUint32(end, true) !== END_SIGNATURE) continue;
    const offset = view.getUint32(end + 16, true);
    const count = view.getUint16(end + 10, true);
    return offset === IN_64 || count === 0xffff ? (directory64Of(view, end) ?? { count, offset }) : { count, offset };
  }
  throw new Unreadable('corrupt');
}

function directory64Of(view: DataView, end: number): Directory | null {
  if (end < 20 || view.getUint32(end - 20, true) !== END_64_LOCATOR_SIGNATURE) return null;
  const end64 = Number(view.getBigUint64(end - 12, true));
  if (view.getUint32(end64, true) !== END_64_SIGNATURE) throw new Unreadable('corrupt');
  return { count: Number(view.getBigUint64(end64 + 32, true)), offset: Number(view.getBigUint64(end64 + 48, true)) };
}

function readEntries(bytes: Uint8Array, view: DataView, { count, offset }: Directory): StoredPart[] {
  if (count > MAX_PARTS) throw new Unreadable('unpacksTooLarge');
  const parts: StoredPart[] = [];
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw new Unreadable('corrupt');
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const commentBytes = view.getUint16(at + 32, true);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)).replaceAll('\\', '/');
    const method = view.getUint16(at + 10, true);
    if (!name.endsWith('/'))
      parts.push({
        name,
        method: method === 0 ? 'stored' : method === 8 ? 'deflated' : 'other',
        isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
        compressed: compressedBytes(bytes, view, placeOf(view, at, { start: at + ENTRY_BYTES + nameBytes, bytes: extraBytes })),
      });
    at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
  }
  return parts;
}

type Place = { readonly localHeader: number; readonly sizeBytes: number };

function placeOf(view: DataView, entry: number, extra: { readonly start: number; readonly bytes: number }): Place {
  const sizeBytes = view.getUint32(entry + 20, true);
  const localHeader = view.getUint32(entry + 42, true);
  if (sizeBytes !== IN_64 && localHeader !== IN_64) return { sizeBytes, localHeader };
  for (let at = extra.start; at + 4 <= extra.start + extra.bytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    // The field holds, in this order, those of the numbers that the entry has no room for.
    let next = at + 4 + (view.getUint32(entry + 24, true) === IN_64 ? 8 : 0);
    const take = (): number => Number(view.getBigUint64((next += 8) - 8, true));
    return {
      sizeBytes: sizeBytes === IN_64 ? take() : sizeBytes,
      localHeader: localHeader === IN_64 ? take() : localHeader,
    };
  }
  throw new Unreadable('corrupt');
}

function compressedBytes(bytes: Uint8Array, view: DataView, { localHeader, sizeBytes }: Place): Uint8Array {
  if (view.getUint32(localHeader, true) !== LOCAL_SIGNATURE) throw new Unreadable('corrupt');
  const start = localHeader + LOCAL_BYTES + view.getUint16(localHeader + 26, true) + view.getUint16(localHeader + 28, true);
  return bytes.subarray(start, start + sizeBytes);
}
