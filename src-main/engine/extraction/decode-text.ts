import { isUtf8 } from 'node:buffer';
import { analyse as analyseEncoding } from 'chardet';
import { cyrillicEncoding } from './cyrillic-encoding.ts';
import { tellingBytes } from './encoding-sample.ts';
import { decodeUtf32 } from './utf32.ts';

/** How much of a file its encoding is guessed from. */
const SAMPLE_BYTES = 65_536;
/** Below this confidence (of 100) chardet's best guess is as good as any. */
const LEAST_CONFIDENCE = 10;
/** What guesses fall back to: every byte means something in it, and ASCII comes out right. */
const FALLBACK_ENCODING = 'windows-1252';
/** What chardet gives multi-byte text that is valid and uses common characters. */
const SURE_CONFIDENCE = 60;
const MULTI_BYTE: ReadonlySet<string> = new Set(['Shift_JIS', 'EUC-JP', 'EUC-KR', 'Big5', 'GB18030', 'ISO-2022-JP', 'UTF-8']);
const ESCAPE = 0x1b;

export type DecodeOptions = {
  /** What the file itself says (an HTML `meta`); believed unless a BOM or valid UTF-8 says otherwise. */
  readonly declaredEncoding?: string | null;
};

/**
 * The text of bytes in an unknown encoding, line breaks as LF and without BOM; null where the bytes are no text. By BOM,
 * then valid UTF-8, then the zero bytes of UTF-16, then the declared encoding, then statistics.
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): string | null {
  const text = decode(bytes, options.declaredEncoding ?? null);
  if (text === null || text.includes('\0')) return null;
  return text.replaceAll(/\r\n?/g, '\n').replace(/^\ufeff/, '');
}

function decode(bytes: Uint8Array, declared: string | null): string | null {
  const byBom = encodingOfBom(bytes);
  if (byBom === 'utf-32le' || byBom === 'utf-32be') return decodeUtf32(bytes, byBom);
  if (byBom !== null) return decodeAs(bytes, byBom);
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  // ISO 2022 switches character sets with escape sequences, all in bytes that are valid UTF-8.
  if (isUtf8(bytes) && !bytes.includes(0) && !sample.includes(ESCAPE)) return decodeAs(bytes, 'utf-8');
  const byZeros = encodingOfZeros(sample);
  if (byZeros === 'utf-32le' || byZeros === 'utf-32be') return decodeUtf32(bytes, byZeros);
  if (byZeros !== null) return decodeAs(bytes, byZeros);
  if (sample.includes(0)) return null;
  const declaredText = declared === null ? null : decodeAs(bytes, declared);
  return declaredText ?? decodeByStatistics(bytes, sample);
}

function decodeByStatistics(bytes: Uint8Array, sample: Uint8Array): string | null {
  const telling = sample.includes(ESCAPE) ? sample : tellingBytes(sample);
  const cyrillic = cyrillicEncoding(telling);
  const guesses = analyseEncoding(telling).filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  for (const { name, confidence } of guesses) {
    // Valid multi-byte text cannot be a coincidence; between single-byte code pages the letters decide.
    if (cyrillic !== null && (confidence < SURE_CONFIDENCE || !MULTI_BYTE.has(name))) break;
    const text = decodeAs(bytes, name);
    if (text !== null) return text;
  }
  return isMostlyText(sample) ? decodeAs(bytes, cyrillic ?? FALLBACK_ENCODING) : null;
}

function encodingOfBom(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length % 4 === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : null;
}

/**
 * Blanks, digits and line breaks of text in any script have zero bytes on one side of their units, at most one in ten
 * on the other; other binary files spread them.
 */
function encodingOfZeros(sample: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | null {
  const zeros = [0, 0, 0, 0];
  const length = sample.length - (sample.length % 4);
  for (let index = 0; index < length; index++) if (sample[index] === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const quarter = length / 4;
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / quarter);
  if (d === 1 && c > 0.9 && a < 0.1) return 'utf-32le';
  if (a === 1 && b > 0.9 && d < 0.1) return 'utf-32be';
  if (a + c > 0.02 && a + c > 10 * (b + d)) return 'utf-16be';
  return b + d > 0.02 && b + d > 10 * (a + c) ? 'utf-16le' : null;
}

/** Null where the encoding is unknown here, or the bytes are not in it. */
function decodeAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: encoding !== 'utf-16le' && encoding !== 'utf-16be' }).decode(bytes);
  } catch (error) {
    // RangeError: no such encoding; TypeError: invalid bytes.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Control characters other than white space and escape are rare in text of any single-byte encoding. */
function isMostlyText(sample: Uint8Array): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 32 && (byte < 9 || byte > 13) && byte !== ESCAPE) controls++;
  return controls <= sample.length / 100;
}
