import { expect, test } from 'vitest';
import { DOCUMENT_TYPES } from '../text/type-names.ts';
import { icons, iconOfType } from './icons.ts';

test('each type of documents has a drawing of its own', () => {
  const drawings = DOCUMENT_TYPES.map((type) => icons[iconOfType(type)]);
  expect(new Set(drawings).size).toBe(DOCUMENT_TYPES.length);
});

test('a type that is not known looks like any other file', () => {
  expect(iconOfType('hologram')).toBe(iconOfType('other'));
});
