import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FileIdentity } from '#engine/catalogue/catalogue.ts';
import { createChangeSettler } from './change-settler.ts';

function file(sizeBytes: number): FileIdentity {
  return { device: 1n, inode: 1n, sizeBytes, mtimeNs: 1n };
}

/** Looks every 100 ms at what `disk` says; returns what settled, with its time. */
function follow(paths: string[], disk: (path: string, now: number) => FileIdentity | null, until: number) {
  const settler = createChangeSettler();
  settler.add(paths, 0);
  const settled: { path: string; at: number; sizeBytes: number | null }[] = [];
  for (let now = 0; now <= until; now += 100) {
    for (const path of settler.due(now)) settler.observe(path, disk(path, now), now);
    const { seen, gone } = settler.take(now, () => 1n);
    for (const { path, identity } of seen) settled.push({ path, at: now, sizeBytes: identity.sizeBytes });
    for (const path of gone) settled.push({ path, at: now, sizeBytes: null });
  }
  return { settled, size: settler.size };
}

it('takes a file that is equal twice 300 ms apart', () => {
  expect(follow(['/a'], () => file(5), 1_000).settled).toEqual([{ path: '/a', at: 300, sizeBytes: 5 }]);
});

it('waits for a file that grows, but not longer than two seconds', () => {
  const growing = (end: number) => (_path: string, now: number) => file(Math.min(now, end));
  expect(follow(['/a'], growing(450), 3_000).settled).toEqual([{ path: '/a', at: 900, sizeBytes: 450 }]);
  expect(follow(['/a'], growing(Infinity), 3_000).settled).toHaveLength(1);
});

it('takes a missing path after a missing file could have turned up elsewhere', () => {
  expect(follow(['/a'], () => null, 1_000).settled).toEqual([{ path: '/a', at: 600, sizeBytes: null }]);
});

it('lets arrivals go first: a file still growing may be where a missing one went', () => {
  const disk = (path: string, now: number) => (path === '/old' ? null : file(Math.min(now, 700)));
  const order = follow(['/old', '/new'], disk, 3_000).settled.map(({ path }) => path);
  expect(order).toEqual(['/new', '/old']);
});

it('does not wait for arrivals that are other files', () => {
  const disk = (path: string, now: number) => (path === '/old' ? null : { ...file(now), inode: 2n });
  expect(follow(['/old', '/new'], disk, 3_000).settled).toEqual([
    { path: '/old', at: 600, sizeBytes: null },
    { path: '/new', at: 2_100, sizeBytes: 2_100 },
  ]);
});

it('waits no longer for a path that came back', () => {
  expect(follow(['/a'], (_path, now) => (now < 300 ? null : file(1)), 2_000).settled).toMatchObject([
    { path: '/a', sizeBytes: 1 },
  ]);
});

it('hands out every path exactly once, as it last was, whatever happens on disk', () => {
  const history = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(history, { minLength: 1, maxLength: 5 }), (histories) => {
      const paths = histories.map((_, index) => `/${index}`);
      const at = (path: string, now: number): number | null => {
        const steps = histories[Number(path.slice(1))] ?? [];
        return steps[Math.min(Math.floor(now / 100), steps.length - 1)] ?? null;
      };
      const { settled, size } = follow(paths, (path, now) => (at(path, now) === null ? null : file(at(path, now) ?? 0)), 10_000);
      expect(size).toBe(0);
      expect(settled.map(({ path }) => path).sort()).toEqual(paths);
    }),
  );
});
