import { describe, expect, it } from 'vitest';
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

it('lets the folder overrule all folders, and those the defaults', () => {
  const patterns = joinPatterns({ defaults: '.*', global: '!.config/\n*.log', folder: '!important.log' });
  const rules = createIgnoreRules({ root: '/root', patterns });
  expect(rules.ignores('/root/.config/a.md', 'file')).toBe(false);
  expect(rules.ignores('/root/.other/a.md', 'file')).toBe(true);
  expect(rules.ignores('/root/a.log', 'file')).toBe(true);
  expect(rules.ignores('/root/x/important.log', 'file')).toBe(false);
});
