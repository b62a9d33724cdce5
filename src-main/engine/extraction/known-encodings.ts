import { TEXT_ENCODINGS } from '#contract';

/** Encodings that `TextDecoder` lacks and iconv-lite has: label in lower case, and the library's name. */
const ICONV_NAMES: ReadonlyMap<string, string> = new Map([
  // The platform's own knows only the characters of KS X 1001, not Microsoft's 8,822 more.
  ['euc-kr', 'cp949'],
  ['windows-949', 'cp949'],
  ['cp949', 'cp949'],
  ['ibm437', 'cp437'],
  ['ibm720', 'cp720'],
  ['ibm737', 'cp737'],
  ['ibm775', 'cp775'],
  ['ibm850', 'cp850'],
  ['ibm852', 'cp852'],
  ['ibm855', 'cp855'],
  ['ibm857', 'cp857'],
  ['ibm858', 'cp858'],
  ['ibm860', 'cp860'],
  ['ibm861', 'cp861'],
  ['ibm862', 'cp862'],
  ['ibm863', 'cp863'],
  ['ibm865', 'cp865'],
  ['ibm869', 'cp869'],
  ['x-mac-ce', 'maccenteuro'],
  ['x-mac-croatian', 'maccroatian'],
  ['x-mac-greek', 'macgreek'],
  ['x-mac-icelandic', 'maciceland'],
  ['x-mac-romanian', 'macromania'],
  ['x-mac-turkish', 'macturkish'],
  ['utf-7', 'utf7'],
  ['viscii', 'viscii'],
  ['tcvn', 'tcvn'],
  ['armscii-8', 'armscii8'],
]);

/** What iconv-lite calls an encoding that the platform's decoder lacks; null for all others. */
export function iconvNameOf(encoding: string): string | null {
  const label = encoding.toLowerCase();
  return ICONV_NAMES.get(label) ?? ICONV_NAMES.get(label.replace(/^(?:cp|ibm-)/, 'ibm')) ?? null;
}

/** The spelling of an encoding that files can be read in, by whatever label; null where there is no such encoding. */
export function canonicalEncoding(label: string): string | null {
  const trimmed = label.trim();
  const offered = TEXT_ENCODINGS.find((encoding) => encoding.toLowerCase() === trimmed.toLowerCase());
  if (offered !== undefined) return offered;
  const spelt = trimmed
    .toLowerCase()
    .replace(/^(?:cp|ibm-)(?=\d)/, 'IBM')
    .replace(/^ibm/, 'IBM');
  if (iconvNameOf(trimmed) !== null) return spelt;
  try {
    const { encoding } = new TextDecoder(trimmed);
    return TEXT_ENCODINGS.find((known) => known.toLowerCase() === encoding) ?? encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
