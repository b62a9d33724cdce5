import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../bench/random.ts';
import { connectEngine } from './connect-engine.ts';
import { bundledModelsFolder } from './entries.ts';
import { processId, settled, stopEngine, temporaryFolder } from './testing/real-engine.ts';

const KILLS = 50;
const SEED = 20_261_121;
const MAX_WAIT_MS = 900;
const FIRST_FILES = 150;

it(`loses nothing when the engine is killed ${KILLS} times at random moments while it indexes`, async () => {
  const random = createRandom(SEED);
  const folder = await temporaryFolder('akin-killed-');
  const dataFolder = await temporaryFolder('akin-killed-data-');
  const connect = () => connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  const expected = new Map<string, string>();
  let nextProbe = 0;

  const writeNote = async (name: string): Promise<void> => {
    const probe = `probe${nextProbe++}x`;
    const filler = Array.from({ length: 40 }, () => `word${Math.floor(random.uniform() * 5000)}`).join(' ');
    await writeFile(path.join(folder, name), `# ${name}\n\nThis note holds ${probe}.\n\n${filler}\n\n${filler}\n`);
    expected.set(name, probe);
  };
  for (let file = 0; file < FIRST_FILES; file++) await writeNote(`${file}.md`);

  let client = await connect();
  await client.call('library.addFolder', { path: folder });
  for (let kill = 0; kill < KILLS; kill++) {
    const pid = await processId(client, /^engine$/);
    // Each life of the engine finds a few new, changed and deleted files on top of what is still queued.
    await writeNote(`new-${kill}.md`);
    await writeNote(`${Math.floor(random.uniform() * FIRST_FILES)}.md`);
    const [gone] = random.shuffle([...expected.keys()]);
    if (gone !== undefined && kill % 2 === 0) {
      await rm(path.join(folder, gone));
      expected.delete(gone);
    }
    await new Promise((resolve) => setTimeout(resolve, random.uniform() * MAX_WAIT_MS));
    process.kill(pid ?? -1, 'SIGKILL');
    await client.closed;
    client = await connect();
  }

  const { counts } = await settled(client, expected.size);
  expect(counts).toMatchObject({ indexed: expected.size, queued: 0, words: 0, failed: 0 });
  expect((await client.call('engine.doctor', {})).faults).toEqual([]);
  for (const [name, probe] of expected) {
    const { results, total } = await client.call('search.query', { query: probe, mode: 'words' });
    expect([name, total, results.map((result) => path.basename(result.path))]).toEqual([name, 1, [name]]);
    expect(results[0]?.passages).toHaveLength(1);
  }
  const byMeaning = await client.call('search.query', { query: 'note', mode: 'meaning', limit: 200 });
  expect(byMeaning.results.map((result) => path.basename(result.path)).toSorted()).toEqual([...expected.keys()].toSorted());
  await stopEngine(client);
});
