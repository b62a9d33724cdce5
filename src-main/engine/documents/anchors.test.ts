import { describe, expect, it } from 'vitest';
import type { Anchor } from '#contract';
import { joinAnchors } from './anchors.ts';

const sheet = (range: string, name = 'Sales'): Anchor => ({ kind: 'sheet', sheet: name, range });

describe('joinAnchors', () => {
  it('spans rows of one sheet and never two sheets', () => {
    expect(joinAnchors(sheet('A2:F2'), sheet('A3:AB3'))).toEqual(sheet('A2:AB3'));
    expect(joinAnchors(sheet('C4'), sheet('C4'))).toEqual(sheet('C4'));
    expect(joinAnchors(sheet('Z9:AA9'), sheet('B10:C10'))).toEqual(sheet('B9:AA10'));
    expect(joinAnchors(sheet('A2:F2'), sheet('A3:F3', 'Costs'))).toBeNull();
  });

  it('never spans two pages, slides or parts', () => {
    expect(joinAnchors({ kind: 'page', page: 1 }, { kind: 'page', page: 1 })).toEqual({ kind: 'page', page: 1 });
    expect(joinAnchors({ kind: 'page', page: 1 }, { kind: 'page', page: 2 })).toBeNull();
    expect(joinAnchors({ kind: 'slide', slide: 3 }, { kind: 'slide', slide: 4 })).toBeNull();
    expect(joinAnchors({ kind: 'part', part: 'a.txt' }, { kind: 'part', part: 'b.txt' })).toBeNull();
    expect(joinAnchors({ kind: 'page', page: 1 }, { kind: 'slide', slide: 1 })).toBeNull();
  });

  it('goes from the first row, line or moment to the last', () => {
    expect(joinAnchors({ kind: 'rows', first: 2, last: 2 }, { kind: 'rows', first: 3, last: 5 })).toEqual({
      kind: 'rows',
      first: 2,
      last: 5,
    });
    expect(joinAnchors({ kind: 'lines', first: 1, last: 9 }, { kind: 'lines', first: 4, last: 6 })).toMatchObject({ last: 9 });
    expect(joinAnchors({ kind: 'time', startMs: 0, endMs: 900 }, { kind: 'time', startMs: 800, endMs: 2000 })).toEqual({
      kind: 'time',
      startMs: 0,
      endMs: 2000,
    });
  });
});
