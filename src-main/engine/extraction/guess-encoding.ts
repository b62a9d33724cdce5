import { analyse as analyseEncoding } from 'chardet';
import { cyrillicEncoding } from './cyrillic-encoding.ts';
import { decodeAs, type DecodedText } from './decode-as.ts';
import { ESCAPE, tellingBytes } from './encoding-sample.ts';

/** Below this confidence (of 100) chardet's best guess is as good as any. */
const LEAST_CONFIDENCE = 10;
/** What guesses fall back to: every byte means something in it, and ASCII comes out right. */
const FALLBACK_ENCODING = 'windows-1252';
/** What chardet gives multi-byte text that is valid and uses common characters. */
const SURE_CONFIDENCE = 60;
const MULTI_BYTE: ReadonlySet<string> = new Set(['Shift_JIS', 'EUC-JP', 'EUC-KR', 'Big5', 'GB18030', 'ISO-2022-JP', 'UTF-8']);

/** Reads bytes that nothing else tells the encoding of. */
export function decodeByStatistics(bytes: Uint8Array, sample: Uint8Array): DecodedText | null {
  const telling = sample.includes(ESCAPE) ? sample : tellingBytes(sample);
  const cyrillic = cyrillicEncoding(telling);
  const guesses = analyseEncoding(telling).filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  for (const { name, confidence } of guesses) {
    // Valid multi-byte text cannot be a coincidence; between single-byte code pages the letters decide.
    if (cyrillic !== null && (confidence < SURE_CONFIDENCE || !MULTI_BYTE.has(name))) break;
    const text = decodeAs(bytes, name);
    if (text !== null) return { text, encoding: name, isGuessed: false };
  }
  if (!isMostlyText(sample)) return null;
  const encoding = cyrillic ?? FALLBACK_ENCODING;
  const text = decodeAs(bytes, encoding);
  return text === null ? null : { text, encoding, isGuessed: false };
}

/** Control characters other than white space and escape are rare in text of any single-byte encoding. */
function isMostlyText(sample: Uint8Array): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 32 && (byte < 9 || byte > 13) && byte !== ESCAPE) controls++;
  return controls <= sample.length / 100;
}
