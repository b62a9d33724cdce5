import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Contract, DoctorReport } from '#contract';
import type { Client } from '#rpc';
import { progressUntil, searchUntil, settled, startRealEngine, stopEngine, temporaryFolder } from './testing/real-engine.ts';

const BULK = /^ingest$|^embedder\.bulk$/;

async function writeNotes(count: number, sentences = 40): Promise<string> {
  const folder = await temporaryFolder('akin-bulk-');
  for (let note = 0; note < count; note++) {
    const text = Array.from({ length: sentences }, (_, line) => `Sentence ${line} of note ${note} tells of a harbour. `).join('');
    await writeFile(path.join(folder, `${note}.md`), `# Note ${note}\n\n${text}\n`);
  }
  return folder;
}

async function bulkProcesses(client: Client<Contract>): Promise<DoctorReport['processes']> {
  return (await client.call('engine.doctor', {})).processes.filter(({ role }) => BULK.test(role));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('takes nothing up while paused, lists files all the same, keeps the pause over a restart, and goes on when told', async () => {
  const { client, dataFolder } = await startRealEngine();
  await client.call('library.pause', {});
  const folder = await writeNotes(30);
  await client.call('library.addFolder', { path: folder });
  const listed = await progressUntil(client, ({ isScanning, documentsTotal }) => !isScanning && documentsTotal === 30);
  expect(listed).toMatchObject({ paused: 'byUser', pausedUntil: null, isSettled: false, remainingMs: null });
  expect(listed.counts.queued).toBe(30);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await bulkProcesses(client)).toEqual([]);
  expect((await client.call('search.query', { query: 'harbour' })).total).toBe(0);
  await stopEngine(client);

  const again = await startRealEngine(dataFolder);
  const kept = await progressUntil(again.client, ({ isScanning, documentsTotal }) => !isScanning && documentsTotal === 30);
  expect(kept).toMatchObject({ paused: 'byUser', counts: { queued: 30 } });
  await again.client.call('library.resume', {});
  expect((await settled(again.client, 30)).paused).toBeNull();
  expect((await again.client.call('search.query', { query: 'harbour', mode: 'words' })).total).toBe(30);
});

it('ends a pause by itself when its time is over', async () => {
  const { client } = await startRealEngine();
  await client.call('library.pause', { forMs: 1_500 });
  expect((await client.call('library.progress', {})).pausedUntil).toBeGreaterThan(Date.now() - 60_000);
  await client.call('library.addFolder', { path: await writeNotes(5) });
  expect((await settled(client, 5)).paused).toBeNull();
});

it('finishes what is in work when paused, then lets its processes go and leaves with its last client', async () => {
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: await writeNotes(300, 120) });
  await until(async () => (await bulkProcesses(client)).some(({ role }) => role === 'embedder.bulk'));
  const enginePid = (await client.call('engine.doctor', {})).processes.find(({ role }) => role === 'engine')?.pid ?? 0;
  await client.call('library.pause', {});
  const { isSettled } = await client.call('library.progress', {});
  expect(isSettled).toBe(false);
  await until(async () => (await bulkProcesses(client)).length === 0);
  expect((await client.call('search.query', { query: 'harbour', mode: 'words' })).total).toBeGreaterThan(0);
  client.close();
  while (isAlive(enginePid)) await new Promise((resolve) => setTimeout(resolve, 50));
});

it.skipIf(process.platform !== 'linux')('keeps to the chosen cores at once, at the lowest priority', async () => {
  const { client } = await startRealEngine();
  await client.call('settings.set', { key: 'indexing.cores', value: 1 });
  await client.call('library.addFolder', { path: await writeNotes(120, 80) });
  const niceness = new Set<number>();
  let isDone = false;
  void settled(client, 120).then(() => (isDone = true));
  const most: Record<string, number> = {};
  while (!isDone) {
    const processes = await bulkProcesses(client);
    for (const role of ['ingest', 'embedder.bulk']) {
      most[role] = Math.max(most[role] ?? 0, processes.filter((process) => process.role === role).length);
    }
    for (const { pid } of processes) {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
      // After the name in brackets, which may hold spaces, niceness is the 17th field.
      if (stat !== null) niceness.add(Number(stat.replace(/^.*\) /s, '').split(' ')[16]));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(most).toEqual({ ingest: 1, 'embedder.bulk': 1 });
  expect([...niceness]).toEqual([19]);
});

it.each([0, 1])('publishes words and vectors of an edit long before the bulk is through, with %s cores chosen', async (cores) => {
  const { client } = await startRealEngine();
  await client.call('settings.set', { key: 'indexing.cores', value: cores });
  const edited = await temporaryFolder('akin-edited-');
  const file = path.join(edited, 'note.md');
  await writeFile(file, '# Note\n\nNothing yet.\n');
  await client.call('library.addFolder', { path: edited });
  await settled(client, 1);
  await client.call('library.addFolder', { path: await writeNotes(500, 150) });
  await progressUntil(client, ({ documentsTotal, counts }) => documentsTotal === 501 && counts.words > 0);
  await writeFile(file, '# Note\n\nThe axolotl regrows its limbs.\n');
  await searchUntil(client, 'axolotl', ({ total }) => total === 1);
  await until(async () => (await client.call('library.findDocument', { path: file }))?.state === 'indexed');
  const { counts } = await client.call('library.progress', {});
  expect(counts.queued + counts.words).toBeGreaterThan(250);
  const { results } = await client.call('search.query', { query: 'amphibian that heals itself', mode: 'meaning', limit: 1 });
  expect(results[0]?.path).toBe(file);
});
