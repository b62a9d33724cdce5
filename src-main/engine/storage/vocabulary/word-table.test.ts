import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWordTable, type WordCount } from './word-table.ts';

const LETTERS = ['a', 'b', 'é', 'я', 'گ', '人', '𐐷', '1'];
const word = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''));
const chunk = fc.array(
  fc.oneof(
    word,
    word.map((stem) => `~${stem}`),
  ),
  { maxLength: 12 },
);
const chunks = fc.array(chunk, { maxLength: 40 });

function tableOf(texts: readonly string[]) {
  const table = createWordTable();
  for (const text of texts) table.addChunk(new TextEncoder().encode(text));
  return table;
}

/** The same by plain means, the words in the order in which they came. */
function countWords(texts: readonly (readonly string[])[]): WordCount[] {
  const counts = new Map<string, number>();
  for (const terms of texts) {
    for (const term of new Set(terms)) if (!term.startsWith('~')) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ word: text, count }));
}

const byWord = (words: readonly WordCount[] | null) => words?.toSorted((left, right) => (left.word < right.word ? -1 : 1));

test('words, their chunks, beginnings, ends and middles are those of plain lists', () => {
  fc.assert(
    fc.property(chunks, word, (texts, letters) => {
      const table = tableOf(texts.map((terms) => terms.join(' ')));
      const words = countWords(texts);
      expect(table.size()).toBe(words.length);
      for (const { word: each, count } of words) expect(table.countOf(each)).toBe(count);
      expect(table.countOf(`${letters}z`)).toBe(0);
      const beginning = words.filter((each) => each.word.startsWith(letters));
      expect(byWord(table.beginning(letters, 1_000))).toEqual(byWord(beginning));
      const longer = beginning.filter((each) => each.word !== letters).toSorted((left, right) => right.count - left.count);
      expect(table.withPrefix(letters, 3)).toEqual(longer.slice(0, 3));
      const holding = words.filter((each) => each.word.includes(letters));
      expect(byWord(table.withLetters(letters, 'infix', 1_000))).toEqual(byWord(holding));
      const ending = words.filter((each) => each.word.endsWith(letters));
      expect(byWord(table.withLetters(letters, 'suffix', 1_000))).toEqual(byWord(ending));
    }),
  );
});

test('words that come between two searches are found by the next', () => {
  const numbers = Array.from({ length: 12_000 }, (_, i) => `w${(i * 7919) % 12_007}`);
  const table = tableOf([numbers.slice(0, 5_000).join(' ')]);
  expect(table.beginning('w11', 10_000)?.length).toBe(numbers.slice(0, 5_000).filter((each) => each.startsWith('w11')).length);
  table.addChunk(new TextEncoder().encode(numbers.slice(5_000).join(' ')));
  expect(byWord(table.beginning('w11', 10_000))).toEqual(
    byWord(numbers.filter((each) => each.startsWith('w11')).map((each) => ({ word: each, count: 1 }))),
  );
});

test('more words than are asked for are told apart from all', () => {
  const table = tableOf(['ab ac ad']);
  expect(table.beginning('a', 2)).toBe(null);
  expect(table.withLetters('a', 'infix', 2)).toBe(null);
  expect(table.withLetters('d', 'suffix', 2)).toEqual([{ word: 'ad', count: 1 }]);
});
