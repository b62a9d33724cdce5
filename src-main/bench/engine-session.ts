import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '#rpc';
import type { Contract, Progress } from '#contract';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import { projectRoot } from './harness.ts';

export type EngineSession = {
  readonly client: Client<Contract>;
  readonly dataFolder: string;
  readonly enginePid: number;
  /** Stops the engine and, where the session made the data folder, deletes it. */
  end(): Promise<void>;
};

/** Starts a real engine, as every host does, on its own data folder (a temporary one unless given). */
export async function startEngine(givenFolder?: string): Promise<EngineSession> {
  const dataFolder = givenFolder ?? (await mkdtemp(join(tmpdir(), 'akin-bench-')));
  const client = await connectEngine({ dataFolder, modelsFolder: join(projectRoot, 'models') });
  const doctor = await client.call('engine.doctor', {});
  const enginePid = doctor.processes.find(({ role }) => role === 'engine')?.pid;
  if (enginePid === undefined) throw new Error('the engine did not report itself');
  return {
    client,
    dataFolder,
    enginePid,
    async end() {
      await client.call('engine.stop', {});
      await client.closed;
      if (givenFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** Resolves with the first progress that meets the condition; every progress is shown to `observe`. */
export function waitForProgress(
  client: Client<Contract>,
  condition: (progress: Progress) => boolean,
  observe: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe('progress', (progress) => {
      observe(progress);
      if (!condition(progress)) return;
      stop();
      resolve(progress);
    });
    void client.closed.then(() => reject(new Error('the engine left')));
  });
}
