import { expect, it } from 'vitest';
import { isIgnoredPath } from './ignore-rules.ts';

it.each([
  ['/root/a.md', 'file', false],
  ['/root/.a.md', 'file', true],
  ['/root/.git/config', 'file', true],
  ['/root/x/node_modules/y/readme.md', 'file', true],
  ['/root/node_modules', 'folder', true],
  ['/root/node_modules', 'file', false],
  ['/root/~$letter.docx', 'file', true],
  ['/root/book.pdf.crdownload', 'file', true],
  ['/root/Thumbs.db', 'file', true],
  ['/root', 'folder', false],
  ['/root/gone.part', null, false],
  ['/root/.gone', null, true],
] as const)('%s as %s: ignored %s', (path, kind, isIgnored) => {
  expect(isIgnoredPath('/root', path, kind)).toBe(isIgnored);
});

it('says nothing of the root itself, hidden or not', () => {
  expect(isIgnoredPath('/home/.notes', '/home/.notes/a.md', 'file')).toBe(false);
});
