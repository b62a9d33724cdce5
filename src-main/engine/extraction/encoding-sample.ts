export const ESCAPE = 0x1b;
const SPACE = 0x20;

/**
 * The words of a sample that have bytes beyond ASCII, in a row: markup, numbers and English words say nothing about an
 * encoding, but outweigh the rest in a detector that counts letter pairs. Words end at bytes that no multi-byte
 * encoding uses inside a character: below the digits, and from colon to question mark.
 */
export function tellingBytes(sample: Uint8Array): Uint8Array {
  const telling = new Uint8Array(sample.length + 1);
  let length = 0;
  let wordStart = 0;
  let isTelling = false;
  for (let index = 0; index <= sample.length; index++) {
    const byte = sample[index] ?? SPACE;
    if (byte >= 0x80) isTelling = true;
    if (byte >= 0x40 || (byte >= 0x30 && byte <= 0x39)) continue;
    if (isTelling) {
      telling.set(sample.subarray(wordStart, index), length);
      length += index - wordStart;
      telling[length++] = SPACE;
    }
    wordStart = index + 1;
    isTelling = false;
  }
  return telling.subarray(0, length);
}
