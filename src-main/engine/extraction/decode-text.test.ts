import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const CORPUS = path.join(process.env['AKIN_DATA'] ?? '../shared/data', 'files/encodings/tests');
/** No decoder here knows them. */
const UNKNOWN = ['EUC-TW', 'Johab'];

const RUSSIAN = 'Сова вылетела на охоту поздно вечером, когда в лесу стало совсем тихо и темно.';
const GREEK = 'Η κουκουβάγια βγήκε για κυνήγι αργά το βράδυ, όταν το δάσος ήταν πια ήσυχο. «Άκου», είπε.';
const HUNGARIAN = 'A bagoly késő este indult vadászni, amikor az erdő már csöndes volt; őszintén szólva félős fűben ült.';
const SLOVENE = 'Sova je šla na lov pozno zvečer, ko je bil gozd že tih; čez noč se je vrnila v gnezdo.';
const GERMAN = 'Die Eule flog spät am Abend zur Jagd, als es im Wald schon völlig still war. „Hör zu“, sagte er.';
const KOREAN = '올빼미는 숲이 조용해진 늦은 저녁에 사냥을 나갔다. 그리고 아침이 되어서야 돌아왔다.';

describe('decodeText', () => {
  it.each([
    ['UTF-8 with BOM', Buffer.from('\ufeffOwl\r\nAuthor: Ü'), 'UTF-8'],
    ['UTF-16LE with BOM', Buffer.from('\ufeffOwl\r\nAuthor: Ü', 'utf16le'), 'UTF-16LE'],
    ['UTF-16LE without BOM', Buffer.from('Owl\r\nAuthor: Ü', 'utf16le'), 'UTF-16LE'],
    ['UTF-16BE without BOM', Buffer.from('Owl\r\nAuthor: Ü', 'utf16le').swap16(), 'UTF-16BE'],
    [
      'UTF-32LE without BOM',
      Buffer.from(Uint32Array.from('Owl\r\nAuthor: Ü', (character) => character.codePointAt(0) ?? 0).buffer),
      'UTF-32LE',
    ],
    ['the declared encoding', Buffer.from('Owl\r\nAuthor: Ü', 'latin1'), 'iso-8859-1'],
  ])('reads %s', (_, bytes, encoding) => {
    const expected = { text: 'Owl\nAuthor: Ü', encoding, isGuessed: false };
    expect(decodeText(bytes, { declaredEncoding: 'iso-8859-1' })).toEqual(expected);
  });

  it.each([
    ['windows-1251', RUSSIAN],
    ['KOI8-R', RUSSIAN],
    ['IBM855', RUSSIAN],
    ['ISO-8859-7', GREEK],
    ['IBM737', GREEK.replaceAll(/[«»]/g, '"')],
    ['windows-1250', HUNGARIAN],
    ['ISO-8859-2', SLOVENE],
    ['windows-1252', GERMAN],
    ['IBM850', GERMAN.replaceAll(/[„“]/g, '"')],
    ['macintosh', GERMAN],
    ['EUC-KR', KOREAN],
  ])('tells %s by its letters, and is sure of it', (encoding, text) => {
    const bytes = iconv.encode(text, encoding.replace('IBM', 'cp'));
    const decoded = decodeText(bytes);
    expect(decoded).toMatchObject({ text, isGuessed: false });
  });

  it('looks at the letters of a long file wherever they begin', () => {
    const text = `${'Owls hunt at night, when it is dark in the wood. '.repeat(5000)}${RUSSIAN}`;
    expect(decodeText(iconv.encode(text, 'win1251'))).toEqual({ text, encoding: 'windows-1251', isGuessed: false });
  });

  it('reads Korean in seven bits', () => {
    const sevenBits = (korean: string): string =>
      korean.replaceAll(/./g, (character) => String.fromCharCode(character.charCodeAt(0) & 0x7f));
    const shifted = iconv
      .encode(KOREAN, 'cp949')
      .toString('latin1')
      .replaceAll(/[\x80-\xff]+/g, (korean) => `\x0e${sevenBits(korean)}\x0f`);
    expect(decodeText(Buffer.from(`\x1b$)C\n${shifted}`, 'latin1'))).toEqual({
      text: `\n${KOREAN}`,
      encoding: 'ISO-2022-KR',
      isGuessed: false,
    });
  });

  it('says where it only guesses', () => {
    // Letters that are as good in one code page as in the next.
    expect(decodeText(Buffer.from([0xe8, 0x20, 0xb9, 0xe8, 0xbe]))?.isGuessed).toBe(true);
    // Korean in Johab, which no decoder here knows.
    expect(decodeText(Buffer.from('d065b76561204161b765b16188b465a1b4618b61b8a1', 'hex'))?.isGuessed).toBe(true);
  });

  it('reads in the encoding that the user chose, whatever the bytes say', () => {
    const bytes = iconv.encode(RUSSIAN, 'win1251');
    expect(decodeText(bytes, { chosenEncoding: 'KOI8-R', declaredEncoding: 'windows-1251' })).toEqual({
      text: iconv.decode(bytes, 'koi8-r'),
      encoding: 'KOI8-R',
      isGuessed: false,
    });
    expect(decodeText(Buffer.from('Übel'), { chosenEncoding: 'windows-1252' })?.text).toBe('Ãœbel');
    expect(decodeText(Buffer.from([0x61, 0xff, 0x62]), { chosenEncoding: 'UTF-8' })?.text).toBe('a\ufffdb');
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
    // Nothing but zero bytes before a page in ASCII.
    expect(wrong).toEqual([path.join('ascii', '_mozilla_bug638318_text.html')]);
  });
});

/** By the same decoders, told the encoding. Null where none has it by name. */
function reference(bytes: Uint8Array, folder: string): string | null {
  const names: Record<string, string> = {
    CP932: 'shift_jis',
    GB2312: 'gb18030',
    IBM855: 'cp855',
    MacCyrillic: 'x-mac-cyrillic',
    'TIS-620': 'windows-874',
  };
  const encoding = names[folder] ?? /^(?:windows-\d+|iso-8859-\d+)/.exec(folder)?.[0] ?? folder;
  if (/^(?:UTF-32|iso-2022-kr)/.test(encoding)) return null;
  const hasPlatform = !/^(?:cp|EUC-KR)/i.test(encoding);
  const text = hasPlatform ? new TextDecoder(encoding).decode(bytes) : iconv.decode(Buffer.from(bytes), encoding);
  return text.replaceAll(/\r\n?/g, '\n');
}
