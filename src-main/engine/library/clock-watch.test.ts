import { expect, it } from 'vitest';
import { createClockWatch } from './clock-watch.ts';

const INTERVAL_MS = 2_000;

function watchClocks() {
  let wall = 1_700_000_000_000;
  let monotonic = 5_000;
  const check = createClockWatch({ wall: () => wall, monotonic: () => monotonic }, INTERVAL_MS);
  return {
    check,
    pass(passed: { readonly wall: number; readonly monotonic: number }) {
      wall += passed.wall;
      monotonic += passed.monotonic;
      return check();
    },
  };
}

it('says nothing while time passes as it should, also on a busy computer', () => {
  const { pass } = watchClocks();
  expect([
    pass({ wall: 2_000, monotonic: 2_000 }),
    pass({ wall: 9_000, monotonic: 9_000 }),
    pass({ wall: 2_500, monotonic: 2_000 }),
    pass({ wall: 1_500, monotonic: 2_000 }),
  ]).toEqual([null, null, null, null]);
});

it('notices a sleep in which the monotonic clock stood still, and one in which it went on', () => {
  const { pass } = watchClocks();
  expect(pass({ wall: 3_602_000, monotonic: 2_000 })).toEqual({ kind: 'slept', seconds: 3600 });
  expect(pass({ wall: 2_000, monotonic: 2_000 })).toBeNull();
  expect(pass({ wall: 3_602_000, monotonic: 3_602_000 })).toEqual({ kind: 'slept', seconds: 3600 });
});

it('notices a clock that was set back, once', () => {
  const { pass } = watchClocks();
  expect(pass({ wall: 2_000 - 86_400_000, monotonic: 2_000 })).toEqual({ kind: 'setBack', seconds: 86_400 });
  expect(pass({ wall: 2_000, monotonic: 2_000 })).toBeNull();
});

it('notices a slow drift only once it is a jump', () => {
  const { pass } = watchClocks();
  expect(Array.from({ length: 50 }, () => pass({ wall: 2_010, monotonic: 2_000 }))).toEqual(Array(50).fill(null));
});
