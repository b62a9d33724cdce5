import { expect, test } from 'vitest';
import { giveDirections } from './directions.ts';
import { renderDocument } from './render-document.ts';

function directionsOf(markdown: string): [string, Record<string, string | null>] {
  const fragment = renderDocument('markdown', new TextEncoder().encode(markdown).buffer, null);
  const whole = giveDirections(fragment);
  const blocks = [...fragment.querySelectorAll('pre, h1, p, ul, td')];
  return [whole, Object.fromEntries(blocks.map((block) => [block.textContent.trim().slice(0, 12), block.getAttribute('dir')]))];
}

test('a Persian note is read from right to left, whatever its front matter is in, and other texts in it as they are', () => {
  const note = `---
aliases: Start here
cssclasses: list-cards hide-title list-cards-mobile-full
---
# Obsidian Publish و فایل‌ها

Obsidian Publish برای پخش جریانی ویدئو بهینه نشده است.

See the documentation of the program for what can be done about it.

- فایل نخست
- فایل دوم

\`\`\`
const نام = 1;
\`\`\`

بیشتر این نوشته به فارسی است و از راست به چپ خوانده می‌شود، چنان که باید.
`;
  const [whole, blocks] = directionsOf(note);
  expect(whole).toBe('rtl');
  expect(blocks).toMatchObject({
    'aliases: Sta': 'ltr',
    'Obsidian Pub': null,
    'See the docu': 'ltr',
    'const نام = ': 'ltr',
    'بیشتر این نو': null,
  });
});

test('what has no letters, or a direction of its own, is left as it is', () => {
  const fragment = renderDocument(
    'html',
    new TextEncoder().encode(
      '<p>English text</p><p>123</p><p dir="rtl">English, too</p><blockquote><p>نوشتهٔ فارسی</p></blockquote>',
    ).buffer,
    null,
  );
  expect(giveDirections(fragment)).toBe('ltr');
  const blocks = [...fragment.querySelectorAll('p, blockquote')].map((block) => block.getAttribute('dir'));
  // The paragraph in the quotation is read as the quotation is.
  expect(blocks).toEqual([null, null, 'rtl', 'rtl', null]);
});
