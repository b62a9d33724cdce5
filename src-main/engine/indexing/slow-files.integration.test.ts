import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { createIngestPool } from './ingest-pool.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const entry = fileURLToPath(new URL('./testing/slow-ingest.ts', import.meta.url));
const file = (path: string) => ({ path, type: 'text', maxSizeBytes: 1, knownFingerprint: null, encoding: null });

it('lets no slow file hold up the others, not even with a single reader', async () => {
  let rooms = 0;
  const pool = createIngestPool({
    launcher: createProcessLauncher({ entryOf: () => entry, environment: {}, logger: silent }),
    modelFolder: '/nonexistent',
    size: () => 1,
    onRoom: () => (rooms += 1),
    timeoutMs: () => 12_000,
    logger: silent,
  });
  onTestFinished(() => pool.close());
  const ended: string[] = [];
  const read = async (path: string): Promise<void> => {
    const outcome = await pool.read(file(path));
    ended.push(`${path} ${outcome.kind}`);
  };
  const slow = read('/slow-1');
  expect(pool.load()).toEqual({ working: 1, isPressing: false });
  const others = ['/a', '/b', '/slow-2', '/c'].map(read);
  expect([pool.size, pool.load()]).toEqual([1, { working: 1, isPressing: true }]);
  await Promise.all([others[0], others[1], others[3]]);
  expect(ended).toEqual(['/a read', '/b read', '/c read']);
  expect(pool.size).toBe(3);
  await Promise.all([slow, ...others]);
  expect(ended.slice(3)).toEqual(['/slow-1 died', '/slow-2 died']);
  expect([pool.size, pool.load()]).toEqual([1, { working: 0, isPressing: false }]);
  expect(rooms).toBeGreaterThan(0);
});
