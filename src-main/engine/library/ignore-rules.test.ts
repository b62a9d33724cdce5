import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import { createIgnoreRules, joinPatterns } from './ignore-rules.ts';

const rulesOf = (...texts: string[]) => createIgnoreRules({ root: '/root', patterns: texts.join('\n') });

describe('by default', () => {
  const rules = rulesOf(DEFAULT_IGNORE_PATTERNS);
  it.each([
    ['/root/a.md', 'file', false],
    ['/root/.a.md', 'file', true],
    ['/root/.git/config', 'file', true],
    ['/root/.cache', 'folder', true],
    ['/root/x/node_modules/y/readme.md', 'file', true],
    ['/root/node_modules', 'folder', true],
    ['/root/node_modules', 'file', false],
    ['/root/Code Cache/a.txt', 'file', true],
    ['/root/$RECYCLE.BIN/a.txt', 'file', true],
    ['/root/~$letter.docx', 'file', true],
    ['/root/book.pdf.crdownload', 'file', true],
    ['/root/book.part', 'file', true],
    ['/root/lecture.part/a.md', 'file', false],
    ['/root/Thumbs.db', 'file', true],
    ['/root/Icon\r', 'file', true],
    ['/root/Icons', 'folder', false],
    ['/root', 'folder', false],
    ['/elsewhere/.a', 'file', false],
    ['/rootless/.a', 'file', false],
    ['/root/gone.part', null, false],
    ['/root/node_modules', null, false],
    ['/root/.gone', null, true],
  ] as const)('%j as %s: ignored %s', (path, kind, isIgnored) => {
    expect(rules.ignores(path, kind)).toBe(isIgnored);
  });

  it('says nothing of the root itself, hidden or not', () => {
    const inHidden = createIgnoreRules({ root: '/home/.notes', patterns: DEFAULT_IGNORE_PATTERNS });
    expect(inHidden.ignores('/home/.notes/a.md', 'file')).toBe(false);
    expect(inHidden.ignores('/home/.notes/.a.md', 'file')).toBe(true);
  });
});

it('knows a name in whatever way its accents are written', () => {
  expect(rulesOf('caf\u00e9/').ignores('/root/cafe\u0301/a.md', 'file')).toBe(true);
  expect(rulesOf('cafe\u0301/').ignores('/root/caf\u00e9/a.md', 'file')).toBe(true);
});

it('forgets answers, not patterns', () => {
  const rules = rulesOf('b*.md', '!b7.md');
  for (let index = 0; index < 25_000; index += 1) {
    expect(rules.ignores(`/root/b${index}.md`, 'file')).toBe(index !== 7);
  }
});

it('ignores what git ignores', () => {
  const file = new URL('../../fixtures/ignore/check-ignore.json', import.meta.url);
  const golden = goldenSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const { patterns, ignored } of golden.cases) {
    const rules = createIgnoreRules({ root: '/root', patterns, isCaseIgnored: false });
    const found = golden.paths.filter((path) => rules.ignores(`/root/${path.replace(/\/$/, '')}`, kindOf(path)));
    expect({ patterns, found }).toEqual({ patterns, found: ignored.map((index) => golden.paths[index]) });
  }
});

it('says of every path what testing it against one pattern after the other says', () => {
  const name = fc.stringMatching(/^[a-c.~*?!# ]{1,4}$/).filter((text) => text !== '.' && text !== '..');
  const names = fc.array(name, { minLength: 1, maxLength: 3 }).map((each) => each.join('/'));
  const line = fc
    .tuple(fc.constantFrom('', '!'), fc.constantFrom('', '/'), names, fc.constantFrom('', '/'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      names,
      fc.constantFrom('', '/'),
      fc.boolean(),
      (lines, path, slash, isCaseIgnored) => {
        const rules = createIgnoreRules({ root: '/root', patterns: lines.join('\n'), isCaseIgnored });
        const spelt = isCaseIgnored ? path.toUpperCase() : path;
        const expected = ignore({ ignoreCase: isCaseIgnored })
          .add(lines)
          .ignores(spelt + slash);
        expect(rules.ignores(`/root/${spelt}`, kindOf(slash))).toBe(expected);
      },
    ),
    { numRuns: 3_000 },
  );
});

it('takes names for one that differ in case, where file systems do', () => {
  const patterns = '*.TMP\nBuild/\n/a/B?ld\n!KEEP.tmp';
  const rules = createIgnoreRules({ root: '/root', patterns, isCaseIgnored: true });
  expect(['x.tmp', 'build/x', 'A/bold', 'keep.TMP'].map((path) => rules.ignores(`/root/${path}`, 'file'))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const exact = createIgnoreRules({ root: '/root', patterns, isCaseIgnored: false });
  expect(exact.ignores('/root/x.tmp', 'file')).toBe(false);
});

it('lets the folder overrule all folders, and those the defaults', () => {
  const patterns = joinPatterns({ defaults: '.*', global: '!.config/\n*.log', folder: '!important.log' });
  const rules = createIgnoreRules({ root: '/root', patterns });
  expect(rules.ignores('/root/.config/a.md', 'file')).toBe(false);
  expect(rules.ignores('/root/.other/a.md', 'file')).toBe(true);
  expect(rules.ignores('/root/a.log', 'file')).toBe(true);
  expect(rules.ignores('/root/x/important.log', 'file')).toBe(false);
});

const goldenSchema = z.object({
  paths: z.array(z.string()),
  cases: z.array(z.object({ patterns: z.string(), ignored: z.array(z.int()) })),
});

function kindOf(path: string): 'file' | 'folder' {
  return path.endsWith('/') ? 'folder' : 'file';
}
