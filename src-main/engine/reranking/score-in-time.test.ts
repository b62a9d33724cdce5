import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderByScore, scoreInTime } from './score-in-time.ts';

const never = new AbortController().signal;

test('scores all passages one after the other while there is time', async () => {
  const asked: number[] = [];
  const score = (index: number): Promise<number> => {
    asked.push(index);
    return Promise.resolve(index * 2);
  };
  const scored = await scoreInTime(3, score, { deadline: never, signal: never });
  expect(scored).toEqual({ scores: [0, 2, 4], isComplete: true });
  expect(asked).toEqual([0, 1, 2]);
});

test('gives at the deadline what is scored by then, without waiting for the passage under way', async () => {
  const deadline = new AbortController();
  const score = (index: number): Promise<number> => {
    if (index < 2) return Promise.resolve(index);
    deadline.abort();
    return new Promise(() => undefined);
  };
  const scored = await scoreInTime(4, score, { deadline: deadline.signal, signal: never });
  expect(scored).toEqual({ scores: [0, 1, null, null], isComplete: false });
});

test('has no score where the time is over before it begins', async () => {
  const score = (): Promise<number> => Promise.reject(new Error('must not be asked'));
  const scored = await scoreInTime(2, score, { deadline: AbortSignal.abort(), signal: never });
  expect(scored).toEqual({ scores: [null, null], isComplete: false });
});

test('rejects at once when it is cancelled, and whatever the passage under way then does', async () => {
  const controller = new AbortController();
  const score = (_: number, signal: AbortSignal): Promise<number> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('lost'))));
  const scored = scoreInTime(2, score, { deadline: never, signal: controller.signal });
  controller.abort();
  await expect(scored).rejects.toMatchObject({ code: 'cancelled' });
});

test('passes on why a passage could not be scored', async () => {
  const score = (): Promise<number> => Promise.reject(new Error('broken'));
  await expect(scoreInTime(2, score, { deadline: never, signal: never })).rejects.toThrow('broken');
});

test('puts what has a score first, by descending score, and leaves the rest as it was', () => {
  expect(orderByScore([1, 3, null, 3, null])).toEqual([
    { index: 1, rankBefore: 2, rank: 1, score: 3 },
    { index: 3, rankBefore: 4, rank: 2, score: 3 },
    { index: 0, rankBefore: 1, rank: 3, score: 1 },
    { index: 2, rankBefore: 3, rank: 4, score: null },
    { index: 4, rankBefore: 5, rank: 5, score: null },
  ]);
});

test('orders any scores as a stable sort of those with one, followed by those without', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -3, max: 3 }))), (scores) => {
      const indexes = [...scores.keys()];
      const isScored = (index: number): boolean => scores[index] !== null;
      const scored = indexes.filter(isScored).toSorted((left, right) => Number(scores[right]) - Number(scores[left]));
      const expected = [...scored, ...indexes.filter((index) => !isScored(index))];
      expect(orderByScore(scores).map(({ index }) => index)).toEqual(expected);
    }),
  );
});
