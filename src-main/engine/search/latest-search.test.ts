import { expect, it } from 'vitest';
import { createLatestSearch } from './latest-search.ts';

function deferred<T>() {
  return Promise.withResolvers<T>();
}
const never = new AbortController().signal;

it('aborts the running search and starts the newest once that has ended', async () => {
  const latest = createLatestSearch();
  const gate = deferred<string>();
  let wasAborted = false;
  const first = latest('1', never, async (signal) => {
    signal.addEventListener('abort', () => (wasAborted = true));
    return gate.promise;
  });
  const order: string[] = [];
  const second = latest('1', never, async () => order.push('second'));
  const third = latest('1', never, async () => order.push('third'));
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  expect(wasAborted).toBe(true);
  expect(order).toEqual([]);
  gate.resolve('first');
  await expect(first).resolves.toBe('first');
  await third;
  expect(order).toEqual(['third']);
});

it('lets different askers search at the same time', async () => {
  const latest = createLatestSearch();
  const gate = deferred<number>();
  const slow = latest('1', never, () => gate.promise);
  await expect(latest('2', never, async () => 2)).resolves.toBe(2);
  gate.resolve(1);
  await expect(slow).resolves.toBe(1);
});

it('searches again after a failed search', async () => {
  const latest = createLatestSearch();
  await expect(latest('1', never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(latest('1', never, async () => 'fine')).resolves.toBe('fine');
});
