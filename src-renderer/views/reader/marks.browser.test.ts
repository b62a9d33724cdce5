import { expect, test } from 'vitest';
import { indexText, markText, unmark } from './marks.ts';

test('a passage over several cells adds none, and leaves no trace once unmarked', () => {
  const root = document.createElement('div');
  root.innerHTML = '<table><tbody><tr>\n<td>one</td>\n<td>two</td>\n</tr>\n</tbody></table>';
  const before = root.innerHTML;
  const { text } = indexText(root);
  markText(root, 0, { passage: [0, text.length], highlights: [[text.indexOf('two'), text.indexOf('two') + 3]] });
  expect(root.querySelector('tr')?.children).toHaveLength(2);
  expect([...root.querySelectorAll('[data-passage]')].map((element) => element.outerHTML)).toEqual([
    '<span data-passage="" class="passage">one</span>',
    '<mark data-passage="">two</mark>',
  ]);
  unmark(root);
  expect(root.innerHTML).toBe(before);
});
