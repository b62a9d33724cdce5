import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventBlocks } from '../text/log.ts';
import { sourceBlocks } from './source-blocks.ts';

const line = fc.constantFrom('', '  ', 'def a():', '    return 1', '\tx', '}', '# why', '2024-01-01 begun', 'Caused by: b');

describe('sourceBlocks', () => {
  it.each([
    ['sourceBlocks', sourceBlocks],
    ['eventBlocks', eventBlocks],
  ])('%s: covers every line that says something once, in order', (_, blocksOf) => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 400 }), (lines) => {
        const blocks = blocksOf(lines);
        let before = -1;
        const covered = new Set<number>();
        for (const { first, last } of blocks) {
          expect(first).toBeGreaterThan(before);
          expect(last).toBeGreaterThanOrEqual(first);
          for (let index = first; index <= last; index++) covered.add(index);
          before = last;
        }
        expect(before).toBeLessThan(Math.max(1, lines.length));
        expect(lines.flatMap((text, index) => (text.trim() !== '' && !covered.has(index) ? [index] : []))).toEqual([]);
      }),
    );
  });

  it('keeps a comment with what it is written above, and a symbol in one piece', () => {
    const lines = ['import a', '', '', '// why', 'function b() {', '  one();', '', '  two();', '}', '', 'function c() {', '}'];
    expect(sourceBlocks(lines)).toEqual([
      { first: 0, last: 8 },
      { first: 10, last: 11 },
    ]);
  });

  it('cuts what is longer than a screen where its parts begin', () => {
    const method = (name: string): string[] => [`  ${name}() {`, ...Array.from({ length: 40 }, () => '    step();'), '  }'];
    const lines = ['class A {', ...method('a'), ...method('b'), ...method('c'), '}'];
    expect(sourceBlocks(lines).map(({ first }) => lines[first])).toEqual(['class A {', '  b() {', '  c() {']);
  });
});
