import { readFileSync } from 'node:fs';
import { readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Contract, DocumentId, NetworkCounts, PersonalRevisions } from '#contract';
import type { ProcessRole } from '#engine/process-launcher.ts';
import type { Client } from '#rpc';
import { connectEngine } from './connect-engine.ts';
import { bundledModelsFolder, entryFile } from './entries.ts';
import { createProcessLauncher } from './process-launcher.ts';
import type { NetworkOutcome } from '../../network/guard.ts';
import { progressUntil, searchUntil, settled, startRealEngine, stopEngine, temporaryFolder } from './testing/real-engine.ts';

const callingEngine = fileURLToPath(new URL('./testing/calling-engine.ts', import.meta.url));

async function startWithNotes(): Promise<{ client: Client<Contract>; dataFolder: string; folder: string }> {
  const folder = await temporaryFolder('akin-personal-');
  await writeFile(path.join(folder, 'owls.md'), '# Owls\n\nThey hunt by ear at night.\n');
  await writeFile(path.join(folder, 'bats.md'), '# Bats\n\nThey hunt by echo at dusk.\n');
  const { client, dataFolder } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 2);
  return { client, dataFolder, folder };
}

async function idOf(client: Client<Contract>, file: string): Promise<DocumentId> {
  const document = await client.call('library.findDocument', { path: file });
  if (document === null) throw new Error(`no ${file}`);
  return document.id;
}

async function isInAnyFile(folder: string, text: string): Promise<boolean> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).some((file) => readFileSync(path.join(file.parentPath, file.name)).includes(text));
}

async function networkUntil(client: Client<Contract>, isWanted: (counts: NetworkCounts) => boolean): Promise<NetworkCounts> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { network } = await client.call('privacy.report', {});
    if (isWanted(network)) return network;
    await sleep(25);
  }
  throw new Error('the counts never became as wanted');
}

it('keeps history and recents until they are switched off, which erases them from every file', { timeout: 120_000 }, async () => {
  const { client, dataFolder, folder } = await startWithNotes();
  const seen: PersonalRevisions[] = [];
  onTestFinished(client.subscribe('personal', (revisions) => void seen.push(revisions)));
  await client.call('history.add', { query: '  zebra crossing by night ' });
  await client.call('recents.opened', { documentId: await idOf(client, path.join(folder, 'owls.md')) });
  await client.call('savedSearches.save', { name: 'Night', query: 'night type:markdown' });
  expect(await client.call('history.list', { prefix: 'Zebra' })).toMatchObject([{ query: 'zebra crossing by night' }]);
  expect(await isInAnyFile(dataFolder, 'zebra crossing')).toBe(true);

  await rename(path.join(folder, 'owls.md'), path.join(folder, 'night birds.md'));
  await searchUntil(client, 'ear', ({ results }) => results.some((result) => result.path.endsWith('night birds.md')));
  expect(await client.call('recents.list', {})).toMatchObject([{ path: path.join(folder, 'night birds.md'), count: 1 }]);
  const report = await client.call('privacy.report', {});
  expect(report).toMatchObject({ dataFolder, personal: { queries: 1, openedDocuments: 1, savedSearches: 1 } });
  expect(report.stored.map(({ kind, bytes }) => [kind, bytes > 0])).toEqual([
    ['catalogue', true],
    ['texts', true],
    ['index', true],
    ['logs', true],
    ['other', true],
  ]);

  await client.call('settings.set', { key: 'history.enabled', value: false });
  expect(await isInAnyFile(dataFolder, 'zebra crossing')).toBe(false);
  await client.call('history.add', { query: 'quagga' });
  expect([await client.call('history.list', {}), await client.call('recents.list', {})]).toEqual([[], []]);
  expect(await isInAnyFile(dataFolder, 'quagga')).toBe(false);
  expect(await client.call('savedSearches.list', {})).toMatchObject([{ name: 'Night', sort: 'relevance' }]);
  await expect.poll(() => (seen.at(-1)?.history ?? 0) > (seen[0]?.history ?? Infinity)).toBe(true);
});

it('reads and embeds everything again on request, while what is there stays searchable', { timeout: 120_000 }, async () => {
  const { client } = await startWithNotes();
  const before = await client.call('library.indexSize', {});
  expect(before).toMatchObject({ chunks: 2, vectors: 2 });
  // Held back, so that what is searched meanwhile is the old index.
  await client.call('library.pause', {});
  expect(await client.call('library.rebuild', {})).toEqual({ queued: 2 });
  expect(await client.call('library.progress', {})).toMatchObject({ counts: { queued: 2 } });
  const ear = async (mode: 'words' | 'meaning'): Promise<number> =>
    (await client.call('search.query', { query: 'hunting by ear at night', mode })).results.length;
  expect([await ear('words'), await ear('meaning')]).toEqual([2, 2]);
  await client.call('library.resume', {});
  await progressUntil(client, ({ isSettled, meaningDone }) => isSettled && meaningDone === 2);
  expect([await ear('words'), await ear('meaning')]).toEqual([2, 2]);
  expect(await client.call('library.indexSize', {})).toMatchObject({ chunks: 2, vectors: 2 });
});

describe('what would reach another machine', () => {
  it('is refused and counted in the engine, whose own work counts as nothing', { timeout: 120_000 }, async () => {
    const { client: quiet } = await startWithNotes();
    expect((await quiet.call('privacy.report', {})).network).toMatchObject({ refused: 0, made: 0 });
    const startedAt = Date.now();
    const dataFolder = await temporaryFolder('akin-calling-');
    const client = await connectEngine({ dataFolder, modelsFolder: bundledModelsFolder, engineFile: callingEngine });
    onTestFinished(() => stopEngine(client));
    const network = await networkUntil(client, ({ refused }) => refused > 0);
    expect(network).toMatchObject({ refused: 1, made: 0 });
    expect(network.since).toBeGreaterThanOrEqual(startedAt);
  });

  it.each(['ingest', 'embedder', 'reranker', 'watcher'] satisfies ProcessRole[])(
    'is refused and counted in the %s process',
    async (role) => {
      const folder = await temporaryFolder('akin-role-');
      const file = path.join(folder, 'entry.mjs');
      // After the entry has run: what it loads must find the guard in place.
      await writeFile(
        file,
        `await import(${JSON.stringify(entryFile(role))});\nawait fetch('http://192.0.2.1/').catch(() => undefined);\n`,
      );
      const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const counted = Promise.withResolvers<NetworkOutcome>();
      const launcher = createProcessLauncher({
        entryOf: () => file,
        environment: {},
        logger: silent,
        onNetwork: counted.resolve,
      });
      const helper = launcher.start(role);
      expect(await counted.promise).toBe('refused');
      helper.kill();
      await helper.exited;
    },
  );
});
