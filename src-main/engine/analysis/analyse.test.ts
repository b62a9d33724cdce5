import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, termSpans } from './analyse.ts';

/** Text of the kinds that scripts and file formats really bring, more often than random code points would. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'foo',
        ' ',
        '\n',
        '北京',
        '大',
        'タワー',
        'ｶﾞ',
        'کتاب\u200cها',
        'ﻛﺘﺎﺏ',
        'е\u0301',
        'и\u0306',
        'Ё',
        '½',
        'ﬁ',
      ),
      fc.constantFrom(
        '\u200f',
        '\u0301',
        'สวัส',
        '한',
        '\u1112\u1161\u11ab',
        '１２',
        '۱۲',
        '😀',
        '\ud800',
        'x'.repeat(60),
        'ـ',
        'َ',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('analyse', () => {
  it.each([
    ['Foo fooBar TS2345', ['foo', 'foobar', 'ts2345']],
    ['1.0.21 user@example.org std::vector', ['1', '0', '21', 'user', 'example', 'org', 'std', 'vector']],
    ['Straße Ñandú İstanbul Ångström', ['strasse', 'nandu', 'istanbul', 'angstrom']],
    ['ΣΊΣΥΦΟΣ', ['σισυφοσ']],
    ['co\u00adop ﬁre 𝐁old Akin™ m²', ['coop', 'fire', 'bold', 'akin', 'm2']],
    ['Ёлка ёлка елка', ['елка', 'елка', 'елка']],
    ['Йод и\u0306од е\u0301сли Київ', ['йод', 'йод', 'если', 'київ']],
    ['کتاب‌ها کتابها كتابها', ['کتابها', 'کتابها', 'کتابها']],
    ['ﻛﺘﺎﺏ کِتاب کـتاب \u202bکتاب\u202c', ['کتاب', 'کتاب', 'کتاب', 'کتاب']],
    ['۱۲۳ ١٢٣ １２３ १२३', ['123', '123', '123', '123']],
    ['علي مسئول', ['علی', 'مسیول']],
    ['北京大学', ['北京', '京大', '大学']],
    ['我', ['我']],
    ['第3章', ['第', '3', '章']],
    ['中国\n人民', ['中国', '国人', '人民']],
    ['東京タワー ｶﾞｷﾞ', ['東京', '京タ', 'タワ', 'ワー', 'ガギ']],
    ['한국어 검색', ['한국어', '검색']],
    ['हिन्दी', ['हिन्दी']],
    ['😀 ½ — «»', []],
    ['', []],
  ])('reads %j as %j', (input, terms) => {
    expect(analyse(input)).toEqual(terms);
  });

  it('splits Thai into pairs of characters with their marks', () => {
    expect(analyse('สวัสดี')).toEqual(['สวั', 'วัส', 'สดี']);
  });

  it('cuts an endless word and stays linear on it', () => {
    const [term, ...others] = analyse('ab'.repeat(2_000_000));
    expect([term?.length, others]).toEqual([40, []]);
    expect(analyse('é'.repeat(1_000_000))).toEqual(['e'.repeat(40)]);
    expect(analyse(`a${'\u0301'.repeat(1_000_000)}`)).toEqual(['a']);
  });

  it('is found among the spans of the same text, in order', () => {
    fc.assert(
      fc.property(text, (input) => {
        const singles = termSpans(input);
        let index = 0;
        for (const term of analyse(input)) {
          while (index < singles.length && singles[index]?.term !== term) index++;
          expect(index).toBeLessThan(singles.length);
          index++;
        }
      }),
    );
  });
});

describe('termSpans', () => {
  it('points at the original characters', () => {
    const input = 'Das CO\u00adOP: کتاب‌ها 北京!';
    expect(termSpans(input).map(({ term, start, end }) => [term, input.slice(start, end)])).toEqual([
      ['das', 'Das'],
      ['coop', 'CO\u00adOP'],
      ['کتابها', 'کتاب‌ها'],
      ['北', '北'],
      ['北京', '北京'],
      ['京', '京'],
    ]);
  });

  it('gives slices that analyse to their own term', () => {
    fc.assert(
      fc.property(text, (input) => {
        for (const { term, start, end } of termSpans(input)) expect(analyse(input.slice(start, end))).toEqual([term]);
      }),
      { numRuns: 500 },
    );
  });

  it('comes by ascending start', () => {
    fc.assert(
      fc.property(text, (input) => {
        const starts = termSpans(input).map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
    );
  });
});
