import { Inflate } from 'fflate';
import { partsOf, type StoredPart } from './central-directory.ts';
import { Unreadable } from './unreadable.ts';

export type UnpackingLimits = {
  /** Bytes that all parts of one file together may unpack to. Parts stream: this bounds the time, not the memory. */
  readonly unpackedBytes: number;
  /** Bytes of a part that is held as a whole. */
  readonly heldBytes: number;
};

/** Twice the markup of a document as long as the text limit; a bomb costs a few seconds until it is found out. */
const LIMITS: UnpackingLimits = { unpackedBytes: 160 * 1024 * 1024, heldBytes: 16 * 1024 * 1024 };
/** Compressed bytes inflated at once; a bomb overshoots a limit by 1,032 times as many at most. */
const STEP_BYTES = 8 * 1024;

/** A zip archive in memory. Reading a part throws `Unreadable`: `corrupt`, `encrypted` or `unpacksTooLarge`. */
export type Archive = {
  /** As the archive lists them, with `/` between folders. */
  readonly names: readonly string[];
  /** Letter case does not count, as in the programs that write such files. */
  has(name: string): boolean;
  /** A part as a whole. */
  read(name: string): Uint8Array;
  /** Hands over a part piece by piece until `take` answers false. */
  stream(name: string, take: (piece: Uint8Array) => boolean): void;
};

/**
 * Opens an archive without unpacking anything. What parts unpack to is counted while they are inflated, because the
 * sizes that an archive declares can lie. Throws `Unreadable`.
 */
export function openArchive(bytes: Uint8Array, limits: UnpackingLimits = LIMITS): Archive {
  refuseOtherContainers(bytes);
  const parts = new Map<string, StoredPart>();
  for (const part of partsOf(bytes)) if (!parts.has(part.name.toLowerCase())) parts.set(part.name.toLowerCase(), part);
  let unpackedBytes = 0;

  function stream(name: string, take: (piece: Uint8Array) => boolean): void {
    const part = parts.get(name.toLowerCase());
    if (part === undefined) throw new Unreadable('corrupt');
    if (part.isEncrypted) throw new Unreadable('encrypted');
    for (const piece of piecesOf(part)) {
      unpackedBytes += piece.length;
      if (unpackedBytes > limits.unpackedBytes) throw new Unreadable('unpacksTooLarge');
      if (!take(piece)) return;
    }
  }

  return {
    names: [...parts.values()].map((part) => part.name),
    has: (name) => parts.has(name.toLowerCase()),
    stream,
    read(name) {
      const pieces: Uint8Array[] = [];
      let length = 0;
      stream(name, (piece) => {
        length += piece.length;
        if (length > limits.heldBytes) throw new Unreadable('unpacksTooLarge');
        pieces.push(piece);
        return true;
      });
      return Buffer.concat(pieces, length);
    },
  };
}

/** Encrypted office files lie in an OLE container, where the zip archive is a stream of this name. */
const ENCRYPTED_PACKAGE = ['EncryptedPackage', 'ENCRYPTEDPACKAGE'].map((name) => Buffer.from(name, 'utf16le'));
const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

function refuseOtherContainers(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.subarray(0, OLE_MAGIC.length).equals(OLE_MAGIC)) return;
  // Otherwise a document of the old binary formats under a new name.
  throw new Unreadable(ENCRYPTED_PACKAGE.some((name) => buffer.includes(name)) ? 'encrypted' : 'unsupportedType');
}

function* piecesOf({ method, compressed }: StoredPart): Generator<Uint8Array> {
  if (method !== 'stored' && method !== 'deflated') throw new Unreadable('corrupt');
  if (method === 'stored') {
    for (let start = 0; start < compressed.length; start += STEP_BYTES) yield compressed.subarray(start, start + STEP_BYTES);
    return;
  }
  let pieces: Uint8Array[] = [];
  let isFinished = false;
  const inflate = new Inflate((piece, isFinal) => {
    if (piece.length > 0) pieces.push(piece);
    isFinished ||= isFinal;
  });
  for (let start = 0; start < compressed.length && !isFinished; start += STEP_BYTES) {
    const end = Math.min(start + STEP_BYTES, compressed.length);
    try {
      inflate.push(compressed.subarray(start, end), end === compressed.length);
    } catch {
      throw new Unreadable('corrupt');
    }
    yield* pieces;
    pieces = [];
  }
}
