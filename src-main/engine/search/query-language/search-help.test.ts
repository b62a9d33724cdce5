import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FIELD_NAMES } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';

const page = readFileSync(new URL('../../../../resources/help/en/search.md', import.meta.url), 'utf8');
const fences = [...page.matchAll(/^```\n(.*?)^```$/gms)].map(([, examples = '']) => examples);
const examples = fences.flatMap((fence) => fence.trimEnd().split('\n'));

it.each(examples)('reads the example %j of the help page without problems', (example) => {
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
