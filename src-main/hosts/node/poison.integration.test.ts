import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

it('gives up a file that takes too long after two tries, names it, and indexes the others', async () => {
  const folder = await temporaryFolder('akin-poison-');
  await writeFile(path.join(folder, 'slow.txt'), slowText());
  await writeFile(path.join(folder, 'good.txt'), 'A short note about lanterns.\n');
  const { client } = await startRealEngine();
  await client.call('settings.set', { key: 'extraction.timeoutSeconds', value: 1 });
  await client.call('library.addFolder', { path: folder });
  const { counts } = await settled(client, 2);
  expect(counts).toMatchObject({ indexed: 1, failed: 1 });
  const { problems } = await client.call('library.problems', {});
  expect(problems).toMatchObject([{ path: path.join(folder, 'slow.txt'), state: 'failed', reason: 'timedOut' }]);
  const { results } = await client.call('search.query', { query: 'lanterns' });
  expect(results[0]?.path).toBe(path.join(folder, 'good.txt'));
  await client.call('settings.set', { key: 'extraction.timeoutSeconds', value: 60 });
});

/** 19 MB of words that no cache has seen: several seconds of tokenising on any machine. */
function slowText(): string {
  const words: string[] = [];
  for (let word = 0; word < 1_900_000; word++) words.push((word * 2_654_435_761).toString(36).slice(0, 9));
  return words.join(' ');
}
