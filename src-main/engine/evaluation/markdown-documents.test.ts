import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitFrontMatter } from '../extraction/markdown/front-matter.ts';
import { toMarkdown } from './markdown-documents.ts';

it('gives back any title and any text through the front matter, whatever they hold', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', ':', '#', '-', '---', '\n', "'", '{', '\u2028', '\u0085', ' ', 'a') }),
  );
  fc.assert(
    fc.property(anything, anything, (title, text) => {
      const { frontMatter, body } = splitFrontMatter(toMarkdown({ title, text }));
      const shown = title.toWellFormed().replace(/\s+/g, ' ').trim();
      expect(frontMatter.title).toBe(shown === '' ? null : shown);
      expect(body).toBe(`${title.trim() !== '' || text.startsWith('---') ? '\n\n' : ''}${text}\n`);
    }),
  );
});

it('keeps a text that looks like front matter', () => {
  const text = '---\ntitle: not mine\n---\nand more';
  const { frontMatter, body } = splitFrontMatter(toMarkdown({ title: '', text }));
  expect([frontMatter.title, body.trim()]).toEqual([null, text]);
});
