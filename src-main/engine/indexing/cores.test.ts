import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCores } from './cores.ts';

type Load = { working: number; isPressing: boolean };

function share(cores: number | null, reading: Partial<Load>, embedding: Partial<Load>, isPaused = false) {
  const idle: Load = { working: 0, isPressing: false };
  const shared = createCores({
    allowance: () => ({ kind: 'working', cores }),
    isPaused: () => isPaused,
    reading: () => ({ ...idle, ...reading }),
    embedding: () => ({ ...idle, ...embedding }),
  });
  return { readers: shared.readers(4), embedders: shared.embedders(4) };
}

it('leaves both as many processes as they want where no limit is set', () => {
  expect(share(null, { working: 4 }, { working: 4 })).toEqual({ readers: 4, embedders: 4 });
});

it('lets a file to read go before the bulk, and an edit to embed before both', () => {
  expect(share(1, { isPressing: true }, { working: 1 })).toEqual({ readers: 0, embedders: 0 });
  expect(share(1, { isPressing: true }, {})).toEqual({ readers: 1, embedders: 0 });
  expect(share(1, { isPressing: true }, { isPressing: true })).toEqual({ readers: 0, embedders: 1 });
  expect(share(4, { working: 2, isPressing: true }, { working: 1 })).toEqual({ readers: 3, embedders: 1 });
});

it('embeds nothing new while paused', () => {
  expect(share(null, {}, { isPressing: true }, true)).toEqual({ readers: 4, embedders: 0 });
});

it('never lets both together begin more than the limit, and always lets one of them begin', () => {
  const load = fc.record({ working: fc.integer({ min: 0, max: 4 }), isPressing: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), load, load, (cores, reading, embedding) => {
      const { readers, embedders } = share(cores, reading, embedding);
      if (reading.working + embedding.working > 0) {
        return (
          readers + embedding.working <= Math.max(cores, embedding.working) &&
          embedders + reading.working <= Math.max(cores, reading.working)
        );
      }
      return readers + embedders > 0;
    }),
  );
});
