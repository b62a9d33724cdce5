import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELD_NAMES } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';

describe.each(['en', 'fa', 'ru', 'zh'])('the help page on searching (%s)', (language) => {
  const page = readFileSync(new URL(`../../../../resources/help/${language}/search.md`, import.meta.url), 'utf8');
  const fences = [...page.matchAll(/^```\n(.*?)^```$/gms)].map(([, examples = '']) => examples);
  const examples = fences.flatMap((fence) => fence.trimEnd().split('\n'));

  it.each(examples)('has the example %j, which is read without problems', (example) => {
    const query = parseQuery(example, { now: Date.now() });
    expect(query.filters.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
    // A colon that is left over would be a filter with a slip in its name.
    expect(query.freeText).not.toMatch(/[:：]/);
    expect(printQuery(query)).not.toBe('');
  });

  it('shows each field in an example, and names each alias', () => {
    const shown = new Set(examples.flatMap((example) => parseQuery(example, { now: 0 }).filters.map(({ field }) => field)));
    expect([...new Set(Object.values(FIELD_NAMES))].filter((field) => !shown.has(field))).toEqual([]);
    expect(Object.keys(FIELD_NAMES).filter((name) => !page.includes(`\`${name}:`))).toEqual([]);
  });

  it('has examples of everything that a query can say', () => {
    const kinds = examples.flatMap((example) => parseQuery(example, { now: 0 }).words.children.map(({ kind }) => kind));
    expect(['word', 'phrase', 'prefix', 'not', 'any'].filter((kind) => !kinds.some((each) => each === kind))).toEqual([]);
  });

  it('has as many sections as the English one, and the same signs and values in its tables', () => {
    const english = readFileSync(new URL('../../../../resources/help/en/search.md', import.meta.url), 'utf8');
    const sections = (text: string): number => text.match(/^## /gm)?.length ?? 0;
    expect(sections(page)).toBe(sections(english));
    const keys = (text: string): string[] => [...text.matchAll(/^\| `([a-z]+)[:`]/gim)].map(([, key = '']) => key).toSorted();
    expect(keys(page).filter((key) => !/^\d/.test(key))).toEqual(keys(english));
  });
});
