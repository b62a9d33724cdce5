import { isUtf8 } from 'node:buffer';

/** What each byte is in windows-1252. */
const CHARACTERS = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const BYTES: ReadonlyMap<string, number> = new Map(Array.from(CHARACTERS, (character, byte) => [character, byte]));
const NOT_ASCII = /[^\0-\x7f]/;

/** Undoes the reading of UTF-8 as windows-1252 by a program on the way: such bytes cannot be a coincidence. */
export function repairCharset(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const byte = BYTES.get(text[index] ?? '');
    if (byte === undefined) return text;
    bytes[index] = byte;
  }
  return isUtf8(bytes) ? new TextDecoder().decode(bytes) : text;
}
