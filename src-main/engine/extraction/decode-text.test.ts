import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const CORPUS = path.join(process.env['AKIN_DATA'] ?? '../shared/data', 'files/encodings/tests');
/** Encodings that neither `TextDecoder` nor chardet knows. */
const UNKNOWN = ['EUC-TW', 'IBM855', 'Johab', 'iso-2022-kr'];

describe('decodeText', () => {
  it.each([
    ['UTF-8 with BOM', Buffer.from('\ufeffOwl\r\nAuthor: Ü')],
    ['UTF-16LE with BOM', Buffer.from('\ufeffOwl\r\nAuthor: Ü', 'utf16le')],
    ['UTF-16LE without BOM', Buffer.from('Owl\r\nAuthor: Ü', 'utf16le')],
    ['UTF-16BE without BOM', Buffer.from('Owl\r\nAuthor: Ü', 'utf16le').swap16()],
    [
      'UTF-32LE without BOM',
      Buffer.from(Uint32Array.from('Owl\r\nAuthor: Ü', (character) => character.codePointAt(0) ?? 0).buffer),
    ],
    ['the declared encoding', Buffer.from('Owl\r\nAuthor: Ü', 'latin1')],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(bytes, { declaredEncoding: 'iso-8859-1' })?.text).toBe('Owl\nAuthor: Ü');
  });

  it('takes binary data for no text', () => {
    expect(decodeText(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 3, 0, 62, 0, 1, 200]))).toBeNull();
    expect(decodeText(readFileSync(process.execPath).subarray(0, 200_000))).toBeNull();
  });

  it.skipIf(!existsSync(CORPUS))('reads texts in some thirty encodings', () => {
    const wrong = readdirSync(CORPUS)
      .filter((folder) => !UNKNOWN.includes(folder))
      .flatMap((folder) => readdirSync(path.join(CORPUS, folder)).map((name) => path.join(folder, name)))
      .filter((name) => {
        const bytes = readFileSync(path.join(CORPUS, name));
        const expected = reference(bytes, path.dirname(name));
        return expected !== null && decodeText(bytes)?.text !== expected;
      });
    // Croatian and Slovene in ISO 8859-2 pass for windows-1252, and one Korean page is quoted Chinese.
    expect(wrong.length).toBeLessThanOrEqual(4);
  });
});

function reference(bytes: Uint8Array, folder: string): string | null {
  const names: Record<string, string> = {
    CP932: 'shift_jis',
    CP949: 'euc-kr',
    GB2312: 'gb18030',
    MacCyrillic: 'x-mac-cyrillic',
    'TIS-620': 'windows-874',
  };
  const encoding = names[folder] ?? /^(?:windows-\d+|iso-8859-\d+)/.exec(folder)?.[0] ?? folder;
  if (encoding.startsWith('UTF-32')) return null;
  return new TextDecoder(encoding).decode(bytes).replaceAll(/\r\n?/g, '\n');
}
