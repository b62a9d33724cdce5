import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listFormats } from './formats.ts';

const page = readFileSync(new URL('../../../resources/help/en/formats.md', import.meta.url), 'utf8');
const named = new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code));

it('names every extension, name and type that is read on the help page about formats', () => {
  const missing = listFormats().flatMap(({ type, extensions, names }) =>
    [type, ...extensions, ...names].filter((each) => !named.has(each)),
  );
  expect(missing).toEqual([]);
});

it('names no extension there as read that is not', () => {
  const read = new Set(listFormats().flatMap(({ extensions }) => extensions));
  const tables = page.slice(0, page.indexOf('## Other text files'));
  const inFirstColumn = [...tables.matchAll(/^\|([^|]+)\|/gm)].flatMap(
    ([, cell = '']) => cell.match(/(?<=`)\.[^`]+(?=`)/g) ?? [],
  );
  const inSourceCode = tables.slice(tables.indexOf('## Source code')).match(/(?<=`)\.[^` ]+(?=`)/g) ?? [];
  expect([...inFirstColumn, ...inSourceCode].filter((each) => !read.has(each))).toEqual([]);
});
