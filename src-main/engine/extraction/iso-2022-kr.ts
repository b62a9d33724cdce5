const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LINE_FEED = 0x0a;
/** `ESC $ ) C`, which stands before the first Korean character. */
const DESIGNATOR = [0x1b, 0x24, 0x29, 0x43] as const;

/**
 * ISO-2022-KR is EUC-KR in seven bits: the bytes between Shift Out and Shift In lack the highest bit, and every line
 * begins shifted in. No decoder here knows it, all know EUC-KR.
 */
export function iso2022KrToEucKr(bytes: Uint8Array): Uint8Array {
  const eucKr = new Uint8Array(bytes.length);
  let length = 0;
  let isKorean = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === SHIFT_OUT) isKorean = true;
    else if (byte === SHIFT_IN) isKorean = false;
    else if (DESIGNATOR.every((expected, offset) => bytes[index + offset] === expected)) index += DESIGNATOR.length - 1;
    else {
      if (byte === LINE_FEED) isKorean = false;
      eucKr[length++] = isKorean && byte > 0x20 ? byte | 0x80 : byte;
    }
  }
  return eucKr.subarray(0, length);
}
