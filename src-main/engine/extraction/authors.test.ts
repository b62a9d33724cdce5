import { expect, it } from 'vitest';
import { extract } from './formats.ts';

const CASES: readonly (readonly [path: string, type: string, source: string, author: string | null])[] = [
  ['note.md', 'markdown', '---\nauthor: Ada\nauthors: [Grace, Alan]\n---\n\nText.\n', 'Ada, Grace, Alan'],
  ['page.html', 'html', '<html><head><meta name="author" content="Ada"></head><body><p>Text.</p></body></html>', 'Ada'],
  [
    'profile.html',
    'html',
    '<html><head><meta property="article:author" content="https://x.example/ada"></head><body><p>Text.</p></body></html>',
    null,
  ],
  [
    'letter.eml',
    'mail',
    'From: Ada Lovelace <ada@example.org>\nTo: b@example.org\nSubject: Hi\n\nText.\n',
    'Ada Lovelace <ada@example.org>',
  ],
  ['page.org', 'text', '#+AUTHOR: Ada\n\nText.\n', 'Ada'],
  ['page.adoc', 'text', '= Title\n:author: Ada\n\nText.\n', 'Ada'],
  ['plain.txt', 'text', 'Author: Ada\n', null],
];

it.each(CASES)('reads who wrote %s', async (path, type, source, author) => {
  const outcome = await extract(Buffer.from(source), { path, type, encoding: null, maxTextChars: 10_000 });
  expect(outcome.kind === 'extracted' ? outcome.document.author : outcome).toBe(author);
});
