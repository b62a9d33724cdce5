import { expect, test } from 'vitest';
import { fileAddress, markdownLink, obsidianLink } from './links.ts';

test('addresses hold any path of either kind', () => {
  expect(fileAddress('/home/me/My notes (1)/سلام.md')).toBe('file:///home/me/My%20notes%20%281%29/%D8%B3%D9%84%D8%A7%D9%85.md');
  expect(fileAddress('C:\\Users\\me\\a b.md')).toBe('file:///C:/Users/me/a%20b.md');
});

test('a Markdown link keeps its title a title', () => {
  expect(markdownLink('The [best] *room*\nat home', '/a.md')).toBe('[The \\[best\\] \\*room\\* at home](file:///a.md)');
});

test('a note of a vault is named without its extension', () => {
  expect(obsidianLink('/home/me/My vault', '/home/me/My vault/Daily/2025 & more.md')).toBe(
    'obsidian://open?vault=My%20vault&file=Daily%2F2025%20%26%20more',
  );
});
