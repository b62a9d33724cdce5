import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analyse } from './analyse.ts';
import { createStemmers, type StemScript } from './stemmers.ts';

const fixture = new URL('../../fixtures/analysis/stems.json', import.meta.url);
const golden = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(fixture, 'utf8')));

function scriptOf(language: string): StemScript {
  if (language === 'ru') return 'cyrillic';
  return language === 'ar' ? 'arabic' : 'latin';
}

describe('stemmers', () => {
  it.each(Object.keys(golden))('give what Snowball gives, folded: %s', (language) => {
    const stem = createStemmers().of(scriptOf(language), language, '');
    const stems = Object.keys(golden[language] ?? {}).map((word) => [word, stem?.(analyse(word)[0] ?? '', word).stem]);
    expect(Object.fromEntries(stems)).toEqual(
      Object.fromEntries(Object.entries(golden[language] ?? {}).map(([word, expected]) => [word, analyse(expected).join('')])),
    );
  });

  it('tell Persian from Arabic by letters that only one of them has, where the document is in neither', () => {
    const stemmers = createStemmers();
    const [arabic, persian] = stemmers.among('arabic', [], '');
    expect(stemmers.of('arabic', 'en', 'چهار کتاب')).toBe(persian);
    expect(stemmers.of('arabic', 'en', 'أربعة كتب')).toBe(arabic);
    expect(stemmers.of('arabic', 'ur', 'چار')).toBeNull();
  });

  it('forget rather than grow without end, and give the same again', () => {
    const stem = createStemmers().of('latin', 'en', '');
    for (let number = 0; number < 60_000; number++) stem?.(`words${number}`, `words${number}`);
    expect(stem?.('running', 'running')).toMatchObject({ stem: 'run', token: '~run' });
  });
});
