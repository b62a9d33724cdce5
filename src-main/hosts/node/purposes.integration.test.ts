import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

it('lets a search take the place of one for the same purpose alone', async () => {
  const folder = await temporaryFolder('akin-purposes-');
  for (let i = 0; i < 20; i++) await writeFile(path.join(folder, `lamp ${i}.txt`), `lamp ${i} stands beside a lantern\n`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 20);

  const find = async (asked: { query: string; purpose?: string }): Promise<number | string> =>
    client.call('search.query', asked).then(
      ({ total }) => total,
      ({ code }: { code: string }) => code,
    );
  const answers = [
    find({ query: 'lantern' }),
    find({ query: 'lamp', purpose: 'why' }),
    find({ query: 'lamp 1', purpose: 'ways out' }),
    find({ query: 'lantern', purpose: 'why' }),
  ];
  expect(await Promise.all(answers)).toEqual([20, 'cancelled', 20, 20]);
});
