import { expect, test } from 'vitest';
import { directionOfText } from './direction.ts';

test.each([
  ['نگهبان فانوس عدسی را پاک کرد.', 'rtl'],
  ['README\n\nاین پرونده دربارهٔ فانوس دریایی است', 'rtl'],
  ['שומר המגדלור', 'rtl'],
  ['The Persian word for lantern is فانوس.', 'ltr'],
  ['123 456', 'ltr'],
  ['', 'ltr'],
])('the margins of %j are those of most of its letters', (text, direction) => {
  expect(directionOfText(text)).toBe(direction);
});
