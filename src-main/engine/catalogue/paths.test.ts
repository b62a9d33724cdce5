import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInside, outermostPaths, subtreeRange, toPathBytes } from './paths.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'a-b', 'ü', 'a.b', '漢'), { minLength: 1, maxLength: 4 })
  .map((names) => `/${names.join('/')}`);

it('outermost paths cover all paths and none of them covers another', () => {
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const naive = [...new Set(paths)].filter((inner) => !paths.some((outer) => outer !== inner && isInside(outer, inner)));
      expect(outermostPaths(paths)).toEqual(naive);
    }),
  );
});

it('the range of a subtree holds exactly what lies below the folder', () => {
  fc.assert(
    fc.property(path, path, (folder, other) => {
      const { from, before } = subtreeRange(folder);
      const bytes = toPathBytes(other);
      const isInRange = Buffer.compare(bytes, from) >= 0 && Buffer.compare(bytes, before) < 0;
      expect(isInRange).toBe(other !== folder && isInside(folder, other));
    }),
  );
});

it('the range of the root holds everything', () => {
  const { from, before } = subtreeRange('/');
  expect(Buffer.compare(toPathBytes('/x'), from) >= 0 && Buffer.compare(toPathBytes('/x'), before) < 0).toBe(true);
});
