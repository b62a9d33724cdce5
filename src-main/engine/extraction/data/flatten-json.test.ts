import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDocumentBuilder } from '../document-builder.ts';
import { createFactWriter } from './fact-writer.ts';
import { flattenJson } from './flatten-json.ts';

function flatten(value: unknown): string {
  const builder = createDocumentBuilder({ maxTextChars: 1_000_000 });
  const facts = createFactWriter(builder);
  flattenJson(value, facts, { isFull: () => builder.isFull });
  facts.endGroup();
  const outcome = builder.finish({});
  return outcome.kind === 'extracted' ? outcome.document.text : '';
}

it('writes each value below its keys, short records on one line, and no long rows of numbers', () => {
  const value = {
    a: { b: { c: 'deep' } },
    list: [{ x: 1, y: 'two' }, { z: { q: true } }],
    words: ['one', 'two'],
    vector: Array.from({ length: 100 }, (_, index) => index),
    nothing: null,
  };
  expect(flatten(value)).toBe('a.b.c: deep\nlist: x: 1 | y: two\nlist.z.q: true\nwords: one, two');
});

it('loses no word of any value', () => {
  const word = fc.stringMatching(/^[a-zа-яا-ی]{1,12}$/);
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.array(tie('node')),
      fc.dictionary(fc.stringMatching(/^k[a-z]{1,5}$/), tie('node')),
    ),
  })).node;
  const wordsOf = (node: unknown): string[] =>
    typeof node === 'string' ? [node] : typeof node === 'object' && node !== null ? Object.values(node).flatMap(wordsOf) : [];
  fc.assert(
    fc.property(value, (node) => {
      const words = new Set(flatten(node).split(/[\s,:|.]+/));
      expect(wordsOf(node).filter((one) => !words.has(one))).toEqual([]);
    }),
  );
});
