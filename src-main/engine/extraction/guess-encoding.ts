import { analyse as analyseEncoding } from 'chardet';
import { cyrillicEncoding } from './cyrillic-encoding.ts';
import { decodeAs, type DecodedText } from './decode-as.ts';
import { ESCAPE, tellingBytes } from './encoding-sample.ts';
import { latinEncoding } from './latin-encoding.ts';
import { FREQUENT_HAN, FREQUENT_HANGUL, FREQUENT_LETTERS } from './letter-frequencies.ts';

/** The detector tries all that it knows on each byte; more bytes tell it nothing new. */
const DETECTED_BYTES = 16_384;
/** What chardet gives multi-byte text that is valid and uses common characters. */
const SURE_CONFIDENCE = 60;
/** Which characters an encoding's texts are full of, and the least share of those beyond ASCII that they are. */
const MULTI_BYTE: ReadonlyMap<string, { readonly frequent: RegExp; readonly share: number }> = new Map([
  ['Shift_JIS', { frequent: /[\u3041-\u3096\u30a1-\u30fc]/g, share: 0.15 }],
  ['EUC-JP', { frequent: /[\u3041-\u3096\u30a1-\u30fc]/g, share: 0.15 }],
  ['EUC-KR', { frequent: new RegExp(`[${FREQUENT_HANGUL}]`, 'g'), share: 0.15 }],
  ['Big5', { frequent: new RegExp(`[${FREQUENT_HAN}]`, 'g'), share: 0.08 }],
  ['GB18030', { frequent: new RegExp(`[${FREQUENT_HAN}]`, 'g'), share: 0.08 }],
]);
const ISO_2022: ReadonlySet<string> = new Set(['ISO-2022-JP', 'ISO-2022-KR']);

/** Code pages of one byte a character whose scripts are not Latin; of equals the first is taken. */
const SCRIPTS: readonly (readonly [encoding: string, frequent: RegExp])[] = (
  [
    ['ISO-8859-7', 'greek'],
    ['windows-1253', 'greek'],
    ['IBM737', 'greek'],
    ['windows-1255', 'hebrew'],
    ['IBM862', 'hebrew'],
    ['windows-1256', 'arabic'],
    ['ISO-8859-6', 'arabic'],
    ['windows-874', 'thai'],
  ] as const
).map(([encoding, script]) => [encoding, new RegExp(`[${FREQUENT_LETTERS[script]}“”–]`, 'g')]);
/** Capitals inside words and control characters, as the wrong code page makes them. */
const MISPLACED = /(?<=\p{Ll})\p{Lu}|[\x80-\x9f]/gu;
const LEAST_SCRIPT_SHARE = 0.6;
/** Words in Latin script are mostly ASCII whatever their accents; in other scripts they hardly ever are. */
const LEAST_ASCII_SHARE = 0.35;
/** Statistics on less than this are luck. */
const ENOUGH_CHARACTERS = 20;
/** Bytes that tell the language of what stands before the first byte that counts. */
const WORDS_BEFORE = 4096;
const BEYOND_ASCII = /[^\0-\x7f]/g;

/** Reads bytes that nothing else tells the encoding of. */
export function decodeByStatistics(bytes: Uint8Array, beginning: Uint8Array): DecodedText | null {
  const sample = tellingSample(bytes, beginning);
  if (sample.includes(ESCAPE)) {
    const escaped = decodeIso2022(bytes, sample);
    if (escaped !== null) return escaped;
  }
  if (!isMostlyText(sample)) return null;
  const telling = tellingBytes(sample);
  const reading = guessEncoding(telling, sample, (encoding) => decodeAs(bytes, encoding));
  // A code page with gaps may lack bytes that occur after the sample.
  const text = decodeAs(bytes, reading.encoding) ?? decodeAs(bytes, reading.encoding, { isLenient: true });
  return text === null ? null : { text, encoding: reading.encoding, isGuessed: !reading.isCertain };
}

type Guess = { readonly encoding: string; readonly isCertain: boolean };

function guessEncoding(telling: Uint8Array, sample: Uint8Array, read: (encoding: string) => string | null): Guess {
  const cyrillic = cyrillicEncoding(telling);
  const multiByte = multiByteEncoding(telling, read);
  if (multiByte?.isCertain === true) return multiByte;
  const hasEnough = telling.reduce((count, byte) => count + (byte >> 7), 0) >= ENOUGH_CHARACTERS;
  if (cyrillic !== null) return { encoding: cyrillic, isCertain: hasEnough };
  if (hasEnough && asciiShare(telling) < LEAST_ASCII_SHARE) {
    const script = scriptEncoding(telling);
    if (script !== null) return script;
  }
  const latin = latinEncoding(telling, sample);
  if (latin.isCertain) return latin;
  return multiByte ?? { ...latin, isCertain: false };
}

/** Valid multi-byte text in the commonest characters of its language cannot be a coincidence. */
function multiByteEncoding(telling: Uint8Array, read: (encoding: string) => string | null): Guess | null {
  let likely: string | null = null;
  for (const { name, confidence } of analyseEncoding(telling.subarray(0, DETECTED_BYTES))) {
    const natural = MULTI_BYTE.get(name);
    if (natural === undefined) continue;
    // The sample may end inside of a character, the whole must not: it is read last, as it may be long.
    const isNatural = shareOf(decodeAs(telling, name, { isLenient: true }) ?? '', natural.frequent) >= natural.share;
    if (!isNatural && confidence < SURE_CONFIDENCE) continue;
    if (read(name) === null) continue;
    if (isNatural && confidence >= SURE_CONFIDENCE) return { encoding: name, isCertain: true };
    likely ??= name;
  }
  return likely === null ? null : { encoding: likely, isCertain: false };
}

function scriptEncoding(telling: Uint8Array): Guess | null {
  let best: string | null = null;
  let bestShare = LEAST_SCRIPT_SHARE;
  for (const [encoding, frequent] of SCRIPTS) {
    const text = decodeAs(telling, encoding, { isLenient: true }) ?? '';
    const share = shareOf(text.toLowerCase(), frequent) - shareOf(text, MISPLACED);
    if (share <= bestShare) continue;
    best = encoding;
    bestShare = share;
  }
  return best === null ? null : { encoding: best, isCertain: true };
}

function decodeIso2022(bytes: Uint8Array, sample: Uint8Array): DecodedText | null {
  const name = analyseEncoding(sample)[0]?.name ?? '';
  const text = ISO_2022.has(name) ? decodeAs(bytes, name) : null;
  return text === null ? null : { text, encoding: name, isGuessed: false };
}

function shareOf(text: string, pattern: RegExp): number {
  const total = text.match(BEYOND_ASCII)?.length ?? 0;
  return total === 0 ? 0 : (text.match(pattern)?.length ?? 0) / total;
}

/** The beginning, or as much from where the first byte beyond ASCII stands if that is later. */
function tellingSample(bytes: Uint8Array, beginning: Uint8Array): Uint8Array {
  if (bytes.length === beginning.length) return beginning;
  let first = 0;
  while (first < bytes.length && (bytes[first] ?? 0) < 0x80) first++;
  if (first === bytes.length || first < beginning.length / 2) return beginning;
  const start = Math.max(0, first - WORDS_BEFORE);
  return bytes.subarray(start, start + beginning.length);
}

/** How much of the words with bytes beyond ASCII is ASCII nevertheless. */
function asciiShare(telling: Uint8Array): number {
  let letters = 0;
  let beyond = 0;
  for (const byte of telling) {
    if (byte >= 0x80) beyond++;
    else if (byte >= 0x41) letters++;
  }
  return letters / Math.max(1, letters + beyond);
}

/** Control characters other than white space and escape are rare in text of any single-byte encoding. */
function isMostlyText(sample: Uint8Array): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 32 && (byte < 9 || byte > 13) && byte !== ESCAPE) controls++;
  return controls <= sample.length / 100;
}
