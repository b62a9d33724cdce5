import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignPassage } from './alignment.ts';

function found(passage: string, drawn: string, marked: string, position = 0): string | null {
  const carry = alignPassage(passage, drawn, position);
  const from = passage.indexOf(marked);
  return carry === null ? null : drawn.slice(...carry([from, from + marked.length]));
}

test('a passage is found through markup, line breaks and other punctuation', () => {
  expect(
    found(
      'the share of rent, heating\nand insurance',
      'The **share of rent**: the share of _rent_, heating and insurance.',
      'rent',
    ),
  ).toBe('rent');
  expect(found('سهم اجاره، گرمایش', '- سهم اجاره،\n  گرمایش و', 'گرمایش')).toBe('گرمایش');
});

test('of several places the one nearest to the position is chosen', () => {
  const drawn = 'one two. '.repeat(10);
  expect(alignPassage('one two', drawn, 0)?.([0, 3])).toEqual([0, 3]);
  expect(alignPassage('one two', drawn, 0.5)?.([0, 3])).toEqual([45, 48]);
});

test('where the end is drawn otherwise, the beginning leads there', () => {
  const beginning = 'a long beginning that stands in both of them word for word';
  expect(found(`${beginning} and an end`, `# ${beginning} | other`, 'beginning')).toBe('beginning');
});

const CALLOUT = [
  'The remote vault stands in a list of its own, and the button beside it leaves the vault.',
  'Server processing time\nIt may take up to half an hour until the bar shows what was deleted, because the server counts later.',
  'Names of devices are chosen freely. They appear in the log beside each change and are kept on the device alone.',
] as const;

test('what the drawing alone has, in the middle of the passage, hides nothing of what stands after it', () => {
  const passage = CALLOUT.join('\n\n');
  const drawn = `# Settings\n${CALLOUT.join('\n[!tip]- ')}\nAnother section`;
  for (const word of ['remote', 'processing', 'deleted', 'counts', 'devices', 'alone'])
    expect(found(passage, drawn, word)).toBe(word);
  expect(found(passage, drawn, passage)).toBe(drawn.slice('# Settings\n'.length, -'\nAnother section'.length));
});

test('what the passage alone has is passed over', () => {
  const [first, second, third] = CALLOUT;
  const passage = [first, 'inserted words', second, third].join('\n');
  const drawn = [first, second, third.replace('log', 'record')].join('\n');
  expect(found(passage, drawn, 'deleted')).toBe('deleted');
  expect(found(passage, drawn, 'inserted')).toBe('');
  expect(found(passage, drawn, 'log')).toBe('');
  expect(found(passage, drawn, 'change')).toBe('change');
});

test('a short word between two differences is found, too', () => {
  const [first, second] = CALLOUT;
  expect(found(`${first} red oak blue ${second}`, `${first} green oak white ${second}`, 'oak')).toBe('oak');
  expect(found(`${first}甲苹果乙${second}`, `${first}丙苹果丁${second}`, '苹果')).toBe('苹果');
});

test('a mark does not end inside a word that is drawn longer', () => {
  const [first] = CALLOUT;
  expect(found(`${first} the rent`, `${first} the rent1, then`, 'rent')).toBe('rent1');
  expect(found(`${first} می‌رود`, `${first} می‌رودها.`, 'می‌رود')).toBe('می‌رودها');
});

test('a part of a word that is marked as a part stays one', () => {
  expect(found('calls fooBar twice', 'calls `fooBar` twice', 'foo')).toBe('foo');
  expect(found('三十棵苹果树', '**三十棵苹果树**', '苹果')).toBe('苹果');
});

test('letters with accents and ligatures are the same written in one sign and in several', () => {
  expect(found('the caf\u00e9 is far', 'the cafe\u0301 is far', 'caf\u00e9')).toBe('cafe');
  expect(found('an office', 'an o\ufb03ce', 'office')).toBe('o\ufb03ce');
});

test('what is not there is not found', () => {
  expect(alignPassage('nowhere', 'something else', 0)).toBeNull();
  expect(alignPassage('...', '...', 0)).toBeNull();
  expect(alignPassage(CALLOUT[0], `${'Other words that say nothing of it. '.repeat(50)}The remote vault stands`, 0)).toBeNull();
});

test('every range keeps its letters when white space is drawn otherwise', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => /^[\p{L}\p{N}]+$/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 20 }), fc.nat(), (words, chosen) => {
      const passage = words.join(' ');
      const drawn = `¶ ${words.join('\n  ')} ¶`;
      const index = chosen % words.length;
      const from = words.slice(0, index).join(' ').length + (index === 0 ? 0 : 1);
      const word = words[index] ?? '';
      const range = alignPassage(passage, drawn, 0)?.([from, from + word.length]);
      expect(range === undefined ? null : drawn.slice(...range)).toBe(word);
    }),
  );
});

/** Words, no two of them the same, and the numbers of some of them. */
const wordsWithOthers = fc
  .uniqueArray(fc.stringMatching(/^[a-p]{4,9}$/), { minLength: 30, maxLength: 60 })
  .chain((words) => fc.tuple(fc.constant(words), fc.array(fc.nat(words.length - 1), { maxLength: 6 })));

test('every word that both have is found where the drawing has others between them', () => {
  fc.assert(
    fc.property(wordsWithOthers, ([words, places]) => {
      const passage = words.join(' ');
      const drawn = words.map((word, index) => (places.includes(index) ? `[!ztip]- xyz ${word}` : word)).join('\n');
      const carry = alignPassage(passage, drawn, 0);
      let from = 0;
      const carried = words.map((word) => {
        const range = carry?.([from, from + word.length]) ?? [0, 0];
        from += word.length + 1;
        return drawn.slice(...range);
      });
      expect(carried).toEqual(words);
    }),
  );
});

test('a mark begins and ends where words do, whatever is left out of the drawing or changed in it', () => {
  fc.assert(
    fc.property(
      wordsWithOthers,
      fc.array(fc.constantFrom('', 'z', 'zy xw'), { minLength: 6, maxLength: 6 }),
      (lists, changes) => {
        const [words, places] = lists;
        const drawnWords = words.map((word, index) => {
          const change = changes[places.indexOf(index)];
          return change === undefined ? word : `${word.slice(0, 2)}${change}${word.slice(3)}`;
        });
        const drawn = drawnWords.join(', ');
        const range = alignPassage(words.join(' '), drawn, 0)?.([0, words.join(' ').length]);
        if (range === undefined) return;
        expect(`, ${drawn}, `.slice(range[0], range[0] + 2)).toBe(', ');
        expect(`${drawn}, `.slice(range[1]).startsWith(', ')).toBe(true);
        expect(range[1] - range[0]).toBeGreaterThan(drawn.length / 2);
      },
    ),
  );
});
