import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { Contract, Progress } from '#contract';
import type { Client } from '#rpc';
import { processId, progressUntil, settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const MEGABYTE = 1024 * 1024;

function mount(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function unmount(folder: string): void {
  // Lazily: a process may still be on its way out.
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}

const canMount = ((): boolean => {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'akin-mount-'));
  const isMounted = mount(folder, 'size=1m');
  if (isMounted) unmount(folder);
  rmdirSync(folder);
  return isMounted;
})();

/** A file system of its own, with a data folder in it. */
async function smallDisk(megabytes: number): Promise<{ disk: string; dataFolder: string }> {
  const disk = await temporaryFolder('akin-disk-');
  mount(disk, `size=${megabytes}m`);
  onTestFinished(() => unmount(disk));
  const dataFolder = path.join(disk, 'data');
  await mkdir(dataFolder, { mode: 0o700 });
  return { disk, dataFolder };
}

async function freeBytes(disk: string): Promise<number> {
  const { bavail, bsize } = await statfs(disk);
  return bavail * bsize;
}

/** Takes all but so many bytes of the disk. */
async function fill(disk: string, leave: number): Promise<void> {
  const room = (await freeBytes(disk)) - leave;
  // The engine may write at the same moment; then it is full with less.
  await writeFile(path.join(disk, `ballast-${Date.now()}`), Buffer.alloc(Math.max(0, room))).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  });
}

async function empty(disk: string): Promise<void> {
  for (const name of await readdir(disk)) if (name.startsWith('ballast')) await rm(path.join(disk, name));
}

async function writeNotes(folder: string, from: number, count: number): Promise<void> {
  for (let note = from; note < from + count; note++) {
    const words = Array.from({ length: 40 }, (_, word) => `word${(note * 7919 + word * 104_729) % 5_000}`).join(' ');
    await writeFile(path.join(folder, `${note}.md`), `# Note ${note}\n\nThis one holds probe${note}x.\n\n${words}\n`);
  }
}

async function expectAll(client: Client<Contract>, count: number): Promise<void> {
  for (let note = 0; note < count; note += 7) {
    const { results, total } = await client.call('search.query', { query: `probe${note}x`, mode: 'words' });
    expect([note, total, results.map((result) => path.basename(result.path))]).toEqual([note, 1, [`${note}.md`]]);
    expect(results[0]?.passages).toHaveLength(1);
  }
  expect((await client.call('engine.doctor', {})).faults).toEqual([]);
}

const inTrouble = (client: Client<Contract>) => progressUntil(client, ({ paused }) => paused === 'diskFull');
const FIRST = 20;
const ALL = 120;

it.skipIf(!canMount)(
  'stops and says so on a full disk, searches on, and finishes with nothing lost once there is room',
  async () => {
    const { disk, dataFolder } = await smallDisk(64);
    const notes = await temporaryFolder('akin-notes-');
    await writeNotes(notes, 0, FIRST);
    const { client } = await startRealEngine(dataFolder);
    await client.call('library.addFolder', { path: notes });
    await settled(client, FIRST);
    await fill(disk, MEGABYTE / 4);
    await writeNotes(notes, FIRST, ALL - FIRST);
    expect(await inTrouble(client)).toMatchObject({ trouble: 'diskFull', remainingMs: null, isSettled: false });
    await expectAll(client, FIRST);
    expect((await client.call('search.query', { query: 'a note with a probe', mode: 'meaning' })).total).toBeGreaterThan(0);
    await empty(disk);
    expect(await settled(client, ALL)).toMatchObject({ paused: null, trouble: null, counts: { indexed: ALL } });
    await expectAll(client, ALL);
  },
);

it.skipIf(!canMount)('bears a disk without a single byte left under every write', async () => {
  const { disk, dataFolder } = await smallDisk(64);
  const notes = await temporaryFolder('akin-notes-');
  await writeNotes(notes, 0, ALL);
  const { client } = await startRealEngine(dataFolder);
  await client.call('library.addFolder', { path: notes });
  const fullWhile = async (isReached: (progress: Progress) => boolean): Promise<void> => {
    await progressUntil(client, isReached);
    await fill(disk, 0);
    const { trouble } = await progressUntil(client, ({ paused, isSettled }) => paused === 'diskFull' || isSettled);
    await client.call('search.query', { query: 'probe7x' });
    await empty(disk);
    if (trouble !== null) await progressUntil(client, ({ paused }) => paused === null);
  };
  await fullWhile(({ documentsTotal }) => documentsTotal > 0);
  await fullWhile(({ wordsDone }) => wordsDone > 0);
  await fullWhile(({ wordsDone, counts }) => wordsDone === ALL && counts.words > 0);
  await settled(client, ALL);
  await fill(disk, 0);
  await writeNotes(notes, ALL, 10);
  expect(await inTrouble(client)).toMatchObject({ trouble: 'diskFull' });
  await rm(path.join(notes, '0.md'));
  await empty(disk);
  await writeNotes(notes, 0, 1);
  expect(await settled(client, ALL + 10)).toMatchObject({ trouble: null, counts: { indexed: ALL + 10 } });
  await expectAll(client, ALL + 10);
});

it.skipIf(!canMount)('starts on a full disk after it was killed there, searches, and heals', async () => {
  const { disk, dataFolder } = await smallDisk(64);
  const notes = await temporaryFolder('akin-notes-');
  await writeNotes(notes, 0, FIRST);
  const { client } = await startRealEngine(dataFolder);
  await client.call('library.addFolder', { path: notes });
  await settled(client, FIRST);
  await writeNotes(notes, FIRST, ALL - FIRST);
  await progressUntil(client, ({ wordsDone }) => wordsDone > FIRST);
  await fill(disk, 0);
  await inTrouble(client);
  process.kill((await processId(client, /^engine$/)) ?? 0, 'SIGKILL');
  await client.closed;
  await fill(disk, 0);

  const again = (await startRealEngine(dataFolder)).client;
  await inTrouble(again);
  await expectAll(again, FIRST);
  await empty(disk);
  expect(await settled(again, ALL)).toMatchObject({ trouble: null, counts: { indexed: ALL } });
  await expectAll(again, ALL);
});

it.skipIf(!canMount)('says clearly that the disk is full where it cannot even begin', async () => {
  const { disk, dataFolder } = await smallDisk(2);
  await fill(disk, 0);
  await expect(startRealEngine(dataFolder)).rejects.toMatchObject({ code: 'diskFull' });
});

it.skipIf(!canMount)('waits for a disk that has become read-only, and searches meanwhile', async () => {
  const { dataFolder } = await smallDisk(64);
  const notes = await temporaryFolder('akin-notes-');
  await writeNotes(notes, 0, FIRST);
  const { client } = await startRealEngine(dataFolder);
  await client.call('library.addFolder', { path: notes });
  await settled(client, FIRST);
  execFileSync('mount', ['--bind', dataFolder, dataFolder]);
  execFileSync('mount', ['-o', 'remount,bind,ro', dataFolder]);
  await writeNotes(notes, FIRST, FIRST);
  const { trouble } = await progressUntil(client, ({ paused }) => paused === 'writeFailed');
  expect(trouble).toBe('writeFailed');
  await expectAll(client, FIRST);
  unmount(dataFolder);
  expect(await settled(client, 2 * FIRST)).toMatchObject({ trouble: null, counts: { indexed: 2 * FIRST } });
  await expectAll(client, 2 * FIRST);
});
