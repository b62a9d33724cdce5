import { isUtf8 } from 'node:buffer';
import { decodeAs, type DecodedText } from './decode-as.ts';
import { ESCAPE } from './encoding-sample.ts';
import { decodeByStatistics } from './guess-encoding.ts';

/** How much of a file its encoding is guessed from. */
const SAMPLE_BYTES = 65_536;
const DOLLAR = 0x24;
const PARENTHESIS = 0x28;

export type DecodeOptions = {
  /** What the file itself says (an HTML `meta`); believed unless a BOM or valid UTF-8 says otherwise. */
  readonly declaredEncoding?: string | null;
  /** What the user says; believed whatever the bytes are. */
  readonly chosenEncoding?: string | null;
};

/**
 * The text of bytes in an unknown encoding; null where the bytes are no text. By the user's choice, then BOM, then valid
 * UTF-8, then the zero bytes of UTF-16, then the declared encoding, then statistics.
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): DecodedText | null {
  const decoded = decode(bytes, options);
  if (decoded === null || decoded.text.includes('\0')) return null;
  return { ...decoded, text: decoded.text.replaceAll(/\r\n?/g, '\n').replace(/^\ufeff/, '') };
}

function decode(bytes: Uint8Array, { declaredEncoding = null, chosenEncoding = null }: DecodeOptions): DecodedText | null {
  if (chosenEncoding !== null) return certain(decodeAs(bytes, chosenEncoding, { isLenient: true }), chosenEncoding);
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const sure = encodingOfBom(bytes) ?? encodingOfUtf8(bytes, sample) ?? encodingOfZeros(sample);
  if (sure !== null) return certain(decodeAs(bytes, sure, { isLenient: sure.startsWith('UTF-16') }), sure);
  if (sample.includes(0)) return null;
  const declared = declaredEncoding === null ? null : certain(decodeAs(bytes, declaredEncoding), declaredEncoding);
  return declared ?? decodeByStatistics(bytes, sample);
}

function certain(text: string | null, encoding: string): DecodedText | null {
  return text === null ? null : { text, encoding, isGuessed: false };
}

function encodingOfBom(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length % 4 === 0 ? 'UTF-32LE' : 'UTF-16LE';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32BE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'UTF-8' : null;
}

function encodingOfUtf8(bytes: Uint8Array, sample: Uint8Array): string | null {
  return isUtf8(bytes) && !bytes.includes(0) && !switchesCharacterSets(sample) ? 'UTF-8' : null;
}

/** ISO 2022 does, with escape sequences whose bytes are all valid UTF-8; those that colour a terminal's output begin otherwise. */
function switchesCharacterSets(sample: Uint8Array): boolean {
  for (let index = sample.indexOf(ESCAPE); index >= 0; index = sample.indexOf(ESCAPE, index + 1)) {
    const next = sample[index + 1];
    if (next === DOLLAR || next === PARENTHESIS) return true;
  }
  return false;
}

/**
 * Blanks, digits and line breaks of text in any script have zero bytes on one side of their units, at most one in ten
 * on the other; other binary files spread them.
 */
function encodingOfZeros(sample: Uint8Array): string | null {
  const zeros = [0, 0, 0, 0];
  const length = sample.length - (sample.length % 4);
  for (let index = 0; index < length; index++) if (sample[index] === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const quarter = length / 4;
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / quarter);
  if (d === 1 && c > 0.9 && a < 0.1) return 'UTF-32LE';
  if (a === 1 && b > 0.9 && d < 0.1) return 'UTF-32BE';
  if (a + c > 0.02 && a + c > 10 * (b + d)) return 'UTF-16BE';
  return b + d > 0.02 && b + d > 10 * (a + c) ? 'UTF-16LE' : null;
}
