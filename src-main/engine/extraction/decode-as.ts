import iconv from 'iconv-lite';
import { iso2022KrToEucKr } from './iso-2022-kr.ts';
import { iconvNameOf } from './known-encodings.ts';
import { decodeUtf32 } from './utf32.ts';

export type DecodedText = {
  readonly text: string;
  /** In the spelling of `TEXT_ENCODINGS` or of the Encoding standard. */
  readonly encoding: string;
  /** True where only statistics chose among encodings that all could read these bytes, and no language vouches for it. */
  readonly isGuessed: boolean;
};

/**
 * The text of bytes in one encoding; null where the encoding is unknown here, or, unless lenient, the bytes are not in it.
 * Lenient reading puts U+FFFD in place of what is invalid. By the platform's decoder, and by iconv-lite where it has none.
 */
export function decodeAs(bytes: Uint8Array, encoding: string, { isLenient = false } = {}): string | null {
  if (/^utf-?32/i.test(encoding)) return decodeUtf32(bytes, /be$/i.test(encoding) ? 'utf-32be' : 'utf-32le');
  if (/^iso-2022-kr$/i.test(encoding)) return decodeAs(iso2022KrToEucKr(bytes), 'EUC-KR', { isLenient });
  const iconvName = iconvNameOf(encoding);
  if (iconvName !== null) return checked(iconv.decode(bytes, iconvName, { stripBOM: false }), isLenient);
  try {
    return new TextDecoder(encoding, { fatal: !isLenient }).decode(bytes);
  } catch (error) {
    // RangeError: no such encoding; TypeError: invalid bytes.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function checked(text: string, isLenient: boolean): string | null {
  return isLenient || !text.includes('\ufffd') ? text : null;
}
