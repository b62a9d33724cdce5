import { expect, it } from 'vitest';
import { decodeAnchor, encodeAnchor } from './anchor-text.ts';

it('keeps every anchor, and none, through its stored form', () => {
  for (const anchor of [
    null,
    { kind: 'sheet', sheet: 'Sales', range: 'A1:B2' } as const,
    { kind: 'page', page: 7 } as const,
    { kind: 'part', part: 'گزارش.pdf' } as const,
  ]) {
    expect(decodeAnchor(encodeAnchor(anchor))).toEqual(anchor);
  }
});
