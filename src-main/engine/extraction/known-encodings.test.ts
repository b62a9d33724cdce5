import { describe, expect, it } from 'vitest';
import { TEXT_ENCODINGS } from '#contract';
import { decodeAs } from './decode-as.ts';
import { canonicalEncoding } from './known-encodings.ts';

describe('canonicalEncoding', () => {
  it.each([
    ['utf8', 'UTF-8'],
    ['LATIN1', 'windows-1252'],
    [' koi8-r ', 'KOI8-R'],
    ['ibm866', 'IBM866'],
    ['cp850', 'IBM850'],
    ['gbk', 'gbk'],
    ['euc-tw', null],
    ['', null],
  ])('knows %j as %j', (label, expected) => {
    expect(canonicalEncoding(label)).toBe(expected);
  });

  it('knows everything that is offered, and all of it can be read', () => {
    for (const encoding of TEXT_ENCODINGS) {
      expect(canonicalEncoding(encoding.toUpperCase())).toBe(encoding);
      if (encoding.startsWith('UTF-32')) continue;
      const text = decodeAs(Buffer.from('Owls hunt'), encoding, { isLenient: true });
      expect([encoding, text]).toEqual([encoding, encoding.startsWith('UTF-16') ? expect.any(String) : 'Owls hunt']);
    }
  });
});
