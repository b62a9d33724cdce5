import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Contract, DoctorReport, Progress, SearchResults } from '#contract';
import type { Client } from '#rpc';
import { connectEngine } from '../connect-engine.ts';
import { bundledModelsFolder } from '../entries.ts';

export type RealEngine = { readonly client: Client<Contract>; readonly dataFolder: string };

/** A real engine process on a data folder of its own; it is stopped when the test ends. */
export async function startRealEngine(dataFolder?: string, modelsFolder = bundledModelsFolder): Promise<RealEngine> {
  const folder = dataFolder ?? (await temporaryFolder('akin-data-'));
  const client = await connectEngine({ dataFolder: folder, modelsFolder });
  onTestFinished(() => stopEngine(client));
  return { client, dataFolder: folder };
}

/** Asks the engine to leave and waits until its process has ended; fine where it is gone already. */
export async function stopEngine(client: Client<Contract>): Promise<void> {
  // connectionLost: it was killed before, or by the test itself.
  const pid = await processId(client, /^engine$/).catch(() => undefined);
  await client.call('engine.stop', {}).catch(() => undefined);
  await client.closed;
  while (pid !== undefined && isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function temporaryFolder(prefix: string): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), prefix)));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 }));
  return folder;
}

/** The first progress that meets the condition. */
export function progressUntil(client: Client<Contract>, condition: (progress: Progress) => boolean): Promise<Progress> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe('progress', (progress) => {
      if (!condition(progress)) return;
      stop();
      resolve(progress);
    });
    void client.closed.then(() => reject(new Error('the engine left before')));
  });
}

export function settled(client: Client<Contract>, documents: number): Promise<Progress> {
  return progressUntil(client, ({ isSettled, documentsTotal }) => isSettled && documentsTotal === documents);
}

/**
 * What `compare` gives, while the search says the same before and after. Upkeep of the index, which begins a moment after
 * all is read, chooses other ones of many equal passages.
 */
export async function inOneState<Found>(
  search: () => Promise<SearchResults>,
  compare: (before: SearchResults) => Promise<Found>,
): Promise<Found> {
  for (;;) {
    const before = await search();
    const found = await compare(before);
    const after = await search();
    if (JSON.stringify(after.results) === JSON.stringify(before.results)) return found;
  }
}

/** Searches again and again until the results are as wanted; returns them. */
export async function searchUntil(
  client: Client<Contract>,
  query: string,
  isWanted: (results: SearchResults) => boolean,
  mode: 'words' | 'meaning' | 'hybrid' = 'words',
): Promise<SearchResults> {
  for (let attempt = 0; ; attempt++) {
    const results = await client.call('search.query', { query, mode });
    if (isWanted(results)) return results;
    if (attempt > 300)
      throw new Error(`the results never became as wanted: ${JSON.stringify(results.results.map(({ path }) => path))}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function processId(client: Client<Contract>, role: RegExp): Promise<number | undefined> {
  const report: DoctorReport = await client.call('engine.doctor', {});
  return report.processes.find((process) => role.test(process.role))?.pid;
}
