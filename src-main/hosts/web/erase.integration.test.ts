import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { contract, type Contract, type Progress } from '#contract';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import { bundledModelsFolder } from '#hosts/node/entries.ts';
import { createClient, type Client } from '#rpc';
import { createWebSocketChannel } from '#rpc/channels/web-socket.ts';
import { settled, stopEngine, temporaryFolder } from '../node/testing/real-engine.ts';
import { startWebHost } from './web-host.ts';

async function openPage(dataFolder: string): Promise<Client<Contract>> {
  const rendererFolder = path.join(await temporaryFolder('akin-page-'), 'renderer');
  await mkdir(rendererFolder);
  const connect = (): ReturnType<typeof connectEngine> => connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  const host = await startWebHost({
    rendererFolder,
    port: 0,
    connect,
    home: rendererFolder,
    network: () => ({ refused: 2, made: 1, since: 0 }),
  });
  onTestFinished(() => host.close());
  const origin = `http://127.0.0.1:${host.port}`;
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'X-Akin': '1', 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ token: new URL(host.startUrl).hash.slice('#token='.length) }),
  });
  const Cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { Cookie, Origin: origin } });
  return createClient(contract, createWebSocketChannel(socket));
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

it('a page erases everything by one word, and goes on with an empty library', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder('akin-erased-');
  const dataFolder = await temporaryFolder('akin-data-');
  await writeFile(path.join(folder, 'owls.md'), '# Owls\n\nThey hunt by ear at night.\n');
  const page = await openPage(dataFolder);
  const owner = await connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  await page.call('library.addFolder', { path: folder });
  await settled(owner, 1);
  await page.call('history.add', { query: 'zebra crossing' });
  await page.call('settings.set', { key: 'extraction.timeoutSeconds', value: 5 });
  const told: Progress[] = [];
  page.subscribe('progress', (progress) => told.push(progress));

  const unsure = { confirm: 'yes' as 'erase' };
  await expect(page.call('privacy.eraseAll', unsure)).rejects.toMatchObject({ code: 'invalidParams' });
  expect(await page.call('library.listFolders', {})).toHaveLength(1);
  await page.call('privacy.eraseAll', { confirm: 'erase' });
  // What the page asks right away is either told that the engine went, or answered by the next one.
  const early = await page.call('library.listFolders', {}).catch((error: unknown) => error);
  if (!Array.isArray(early)) expect(early).toMatchObject({ code: 'engineUnavailable' });
  await owner.closed;

  expect(await page.call('library.listFolders', {})).toEqual([]);
  expect(await page.call('history.list', {})).toEqual([]);
  const settings = await page.call('settings.list', {});
  expect(settings.filter(({ value, defaultValue }) => value !== defaultValue)).toEqual([]);
  expect(await page.call('search.query', { query: 'hunt by ear' })).toMatchObject({ results: [], total: 0 });
  const report = await page.call('privacy.report', {});
  expect(report.personal).toEqual({ queries: 0, openedDocuments: 0, savedSearches: 0 });
  // What the host counted of its own is added to the engine's.
  expect(report.network).toMatchObject({ refused: 2, made: 1, since: expect.any(Number) });
  expect(report.network.since).toBeGreaterThan(0);
  await expect.poll(() => told.at(-1)).toMatchObject({ documentsTotal: 0, trouble: null });
  for (const file of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    // Upkeep of the new index may delete files of its own meanwhile.
    const bytes = await readFile(path.join(file.parentPath, file.name)).catch(unlessMissing);
    if (bytes === null) continue;
    expect([file.name, bytes.includes('zebra'), bytes.includes('owls.md')]).toEqual([file.name, false, false]);
  }
  // The user's file is as it was, and can be added again.
  await page.call('library.addFolder', { path: folder });
  const next = await connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  await settled(next, 1);
  page.close();
  await stopEngine(next);
});
