import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldPage, FOLD_WINDOW, type FoldedPage } from './fold-page.ts';
import { printOf, type PassagePrint } from './near-identical.ts';

/** Equal letters say the same; `-` has no passage. */
function prints(letters: string): (PassagePrint | null)[] {
  return Array.from(letters, (letter) => (letter === '-' ? null : printOf(letter)));
}

async function pages(letters: string, limit: number, ahead = 0): Promise<FoldedPage[]> {
  const all = prints(letters);
  const found: FoldedPage[] = [];
  for (let offset = 0; offset < all.length; offset = found.at(-1)?.end ?? all.length) {
    found.push(await foldPage({ offset, limit, ahead, length: all.length }, async (from, to) => all.slice(from, to)));
  }
  return found;
}

it('puts what says the same under the first of it, and leaves it out where that was on an earlier page', async () => {
  expect(await pages('abacab--', 3)).toEqual([
    {
      shown: [
        { position: 0, similar: [2] },
        { position: 1, similar: [] },
        { position: 3, similar: [] },
      ],
      end: 4,
    },
    {
      shown: [
        { position: 6, similar: [] },
        { position: 7, similar: [] },
      ],
      end: 8,
    },
  ]);
});

it('shows the same results whatever the size of a page', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '-', 'e', 'f'), maxLength: 90 });
  await fc.assert(
    fc.asyncProperty(letters, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 9 }), async (text, limit, ahead) => {
      const small = await pages(text, limit, ahead);
      const whole = await pages(text, 200);
      expect(small.flatMap(({ shown }) => shown.map(({ position }) => position))).toEqual(
        whole.flatMap(({ shown }) => shown.map(({ position }) => position)),
      );
      const isNew = Array.from(
        text,
        (letter, i) => letter === '-' || !text.slice(Math.max(0, i - FOLD_WINDOW), i).includes(letter),
      );
      expect(whole.flatMap(({ shown }) => shown.map(({ position }) => position))).toEqual(
        isNew.flatMap((is, position) => (is ? [position] : [])),
      );
    }),
  );
});
