import { expect, test } from 'vitest';
import { fileName, placeOf } from './paths.ts';

test('a place is named from its library folder on, the innermost one first', () => {
  const folders = ['/home/me/Documents', '/home/me/Documents/Taxes', '/home/me/Doc'];
  expect(placeOf('/home/me/Documents/Taxes/2025/guide.pdf', folders)).toBe('Taxes / 2025');
  expect(placeOf('/home/me/Documents/guide.pdf', folders)).toBe('Documents');
  expect(placeOf('C:\\Files\\a\\b.txt', ['C:\\Files'])).toBe('Files / a');
});

test('a deep place keeps its ends, and a file outside all folders is named by its own', () => {
  expect(placeOf('/r/a/b/c/d/e/f.md', ['/r'])).toBe('r / a / … / d / e');
  expect(placeOf('/elsewhere/f.md', ['/r'])).toBe('elsewhere');
});

test('a file name is the last part of its path', () => {
  expect([fileName('/a/b.md'), fileName('C:\\a\\b.md'), fileName('b')]).toEqual(['b.md', 'b.md', 'b']);
});
