import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, termSpans } from './analyse.ts';
import { documentTerms } from './fields.ts';
import { createStemmers } from './stemmers.ts';
import { createTokens, tokensOf } from './tokens.ts';

const tokens = createTokens(createStemmers());

function written(text: string, language: string | null): string[] {
  return tokens.spans(text, language, null).map(({ term }) => term);
}

/** Whether a query for `query` has a token of `document`. */
function finds(query: string, document: string, language: string | null, languages: readonly string[] = []): boolean {
  const known = new Set(written(document, language));
  return tokens.query(query, languages).some((word) => tokensOf(word).some((token) => known.has(token)));
}

describe('identifiers', () => {
  it.each([
    ['TS2345', ['ts2345', 'ts', '2345']],
    ['foo_bar', ['foo', 'foo_bar', 'bar']],
    ['fooBar', ['foobar', 'foo', 'bar']],
    ['HTMLParser', ['htmlparser', 'html', 'parser']],
    ['std::vector', ['std', 'std::vector', 'vector']],
    ['1.0.21', ['1', '1.0.21', '0', '21']],
    ['user@example.org', ['user', 'user@example.org', 'example', 'org']],
    ['my-file.txt', ['my', 'my-file.txt', 'file', 'txt']],
    ['covid-19', ['covid', 'covid-19', '19']],
    ['Отчёт_2026', ['отчет', 'отчет_2026', '2026']],
    ['کتاب\u200cخانه', ['کتابخانه', 'کتاب', 'خانه']],
    ['می\u200cرود', ['میرود', 'می', 'رود']],
  ])('keeps %j whole beside its parts', (text, expected) => {
    expect(written(text, null).filter((token) => !token.startsWith('~'))).toEqual(expected);
  });

  it.each(['well-known words', 'The end. Next', 'iPhone PDFs GmbH', 'a, b; c: d', '"foo" - bar', 'UPPER Case'])(
    'sees none in %j',
    (text) => {
      expect(written(text, null).filter((token) => !token.startsWith('~'))).toEqual(analyse(text));
    },
  );

  it('gives a document with the whole more of a query than one with its parts', () => {
    const shared = (document: string): number => {
      const known = new Set(written(document, 'en'));
      return tokens
        .query('foo_bar', [])
        .flatMap(tokensOf)
        .filter((token) => known.has(token)).length;
    };
    expect(shared('call foo_bar now')).toBeGreaterThan(shared('the bar of foo'));
  });

  it('stays linear on text without a space, and cuts what is too long', () => {
    const longest = written('ab.'.repeat(100_000), null).reduce((most, token) => Math.max(most, token.length), 0);
    expect(longest).toBe(40);
    expect(written('aB'.repeat(100_000), null)).toEqual(['ab'.repeat(20)]);
  });
});

describe('stems', () => {
  it.each([
    ['встраивание', 'о встраивания шрифтов', 'ru'],
    ['معنا', 'معنای زندگی', 'fa'],
    ['کتاب‌ها', 'کتابها', 'fa'],
    ['کتاب‌ها', 'كتاب', 'fa'],
    ['کتاب', 'کتاب‌هایمان', 'fa'],
    ['خانه', 'خانه‌ی ما', 'fa'],
    ['سالی', 'در سال پیش', 'fa'],
    ['دارویی', 'این دارو', 'fa'],
    ['کودکان', 'هر کودک', 'fa'],
    ['حیوانات', 'یک حیوان', 'fa'],
    ['المكتبات', 'المكتبة', 'ar'],
    ['running', 'she runs', 'en'],
    ['Haus', 'die Häuser', 'de'],
    ['mangé', 'elles sont mangées', 'fr'],
    ['knihy', 'knihy a mapy', 'cs'],
  ])('let %j find %j', (query, document, language) => {
    expect(finds(query, document, language, [language])).toBe(true);
  });

  it.each([
    ['книга', 'книгами', 'uk'],
    ['mapa', 'mapy', 'cs'],
  ])('are left to languages that they are known for: %j does not find %j', (query, document, language) => {
    expect(finds(query, document, language, [language])).toBe(false);
  });

  it.each([
    ['چیست', 'بانک چیس', ['fa', 'ar']],
    ['بودند', 'ودند', ['fa']],
    ['ایران', 'ایر', ['fa']],
  ])('of a Persian word are Persian: %j does not find %j', (query, document, languages) => {
    expect(finds(query, document, 'fa', languages)).toBe(false);
  });

  it('of a word in Arabic letters are Arabic, too, where documents are', () => {
    expect(finds('المكتبات', 'المكتبة', 'ar', ['fa', 'ar'])).toBe(true);
    expect(finds('المكتبات', 'المكتبة', 'ar', [])).toBe(true);
  });

  it('follow the script of a passage that is in another one than its document', () => {
    expect(written('встраивания', 'en')).toEqual(['встраивания', '~встраиван']);
    expect(written('running', 'ru')).toEqual(['running', '~run']);
    expect(written('کتاب‌ها', 'en')).toEqual(['کتابها', '~کتاب', 'ها']);
  });

  it('are marked apart, and left out where they are the word itself or it has digits', () => {
    expect(written('owls owl 2nds', 'en')).toEqual(['owls', '~owl', 'owl', '2nds']);
  });

  it('come for each language that documents are in, and in English always', () => {
    const [word] = tokens.query('Häuser', ['de', 'ru', 'ja']);
    expect(word).toEqual({ term: 'hauser', role: 'word', stems: ['hauser', 'haus'], start: 0, end: 6 });
    expect(tokensOf({ term: 'owls', stems: ['owl'] })).toEqual(['owls', 'owl', '~owl']);
  });
});

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('foo', 'Running', 'Bar', '_', '::', '.', '-', '@', ' ', '北京', 'کتاب\u200cها', 'встраивания', 'é', '42'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('tokens', () => {
  it('are the same with their places as without, whatever was read before', () => {
    const spaced = fc.array(
      fc.oneof(text, fc.constantFrom(' ', ', ', '. ', '\n', '\r\n', "' ", '\u0301', '\uff9e', '\u1161', '東')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(spaced, fc.constantFrom('en', 'ar', 'fa', 'ru', 'pl', null), (parts, language) => {
        const input = parts.join('');
        const scanned: unknown[] = [];
        tokens.scan(input, language, (term, start, end) => scanned.push({ term, start, end }));
        const bySpan = (spans: readonly unknown[]): string[] => spans.map((span) => JSON.stringify(span)).toSorted();
        expect(bySpan(tokens.spans(input, language, null))).toEqual(bySpan(scanned));
      }),
      { numRuns: 2_000, examples: [[['北京', '\n', '東京'], 'en']] },
    );
  });

  it('of one run are read by the language of each text, and by the letters around it', () => {
    for (let turn = 0; turn < 2; turn++) {
      expect(written('Häuser', 'de')).toEqual(['hauser', '~haus']);
      expect(written('Häuser', 'pl')).toEqual(['hauser']);
      expect(written('المكتبات', null)).toEqual(written('المكتبات', 'ar'));
      expect(written('المكتبات پ', null).slice(0, 2)).not.toEqual(written('المكتبات', 'ar'));
    }
  });

  it('hold every term of the text at its place, none twice that the text has once', () => {
    fc.assert(
      fc.property(text, (input) => {
        const spans = tokens.spans(input, 'en', null).map((span) => JSON.stringify(span));
        for (const span of termSpans(input)) expect(spans).toContain(JSON.stringify(span));
      }),
    );
  });

  it('come by ascending start, inside the text, without a space', () => {
    fc.assert(
      fc.property(text, (input) => {
        let last = 0;
        for (const { term, start, end } of tokens.spans(input, null, null)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(input.length);
          expect(term).toMatch(/^\S+$/u);
          last = start;
        }
      }),
    );
  });

  it('of a text find that text, whatever language either is taken for', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'ru', 'fa', 'cs', null), (input, language) => {
        const known = new Set(written(input, language));
        for (const { term } of tokens.query(input, ['de'])) expect(known).toContain(term);
      }),
    );
  });
});

describe('documentTerms', () => {
  it('adds the heading once and the title twice', () => {
    const chunk = { title: 'Owl', heading: 'Bird › Night', text: 'They hunted.', language: 'en' };
    expect(documentTerms(chunk, tokens)).toBe('they hunted ~hunt bird night owl owl');
  });

  it('lets a single Chinese character find a document', () => {
    expect(documentTerms({ title: null, heading: '', text: '北京', language: 'zh' }, tokens)).toBe('北 北京 京');
  });
});
