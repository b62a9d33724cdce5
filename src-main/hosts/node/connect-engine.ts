import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract, EngineError, type Contract } from '#contract';
import { createClient, type Client } from '#rpc';
import { createSocketChannel } from '#rpc/channels/local-socket.ts';
import { prepareDataFolder } from './data-folder.ts';
import { engineEnvironment } from './engine-environment.ts';
import { engineReport, type EngineReport } from './engine-report.ts';
import { engineSocketPath, secureSocketFolder } from './engine-socket.ts';
import { entryFile } from './entries.ts';

/** Long enough for an engine that first repairs its index; a start takes about a second. */
const CONNECT_TIMEOUT_MS = 60_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;
/** What crashed native code says goes to a file of its own, which is begun anew above this size. */
const MAX_STDERR_BYTES = 1024 * 1024;

export type ConnectEngineOptions = {
  readonly dataFolder: string;
  readonly modelsFolder: string;
  /** An engine started here stays although nobody is connected and nothing is to do. */
  readonly stay?: boolean;
  /** The program that a start runs; the engine's own by default. */
  readonly engineFile?: string;
};

/**
 * Attaches to the engine of a data folder, or starts one where none answers. The client's `close` lets the engine go;
 * it leaves by itself once nobody needs it. Errors: engineUnavailable with `details.logFolder`, protocolMismatch, and
 * those with which an engine fails to start (indexLocationUnusable ...).
 */
export async function connectEngine(options: ConnectEngineOptions): Promise<Client<Contract>> {
  const dataFolder = await prepareDataFolder(options.dataFolder);
  const deadline = performance.now() + CONNECT_TIMEOUT_MS;
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
    const client = (await attachEngine(dataFolder)) ?? (await startAndAttach({ ...options, dataFolder }));
    if (client !== null) return client;
    if (performance.now() + retryMs > deadline) {
      throw new EngineError('engineUnavailable', 'another engine holds the lock but does not answer', {
        details: { logFolder: logFolder(dataFolder) },
      });
    }
    await sleep(retryMs);
  }
}

/** A client of the engine that runs in a data folder (its real path), or null where none does. Errors: protocolMismatch. */
export async function attachEngine(dataFolder: string): Promise<Client<Contract> | null> {
  const socketPath = engineSocketPath(dataFolder);
  // Whoever could put a socket there would be handed our paths and queries.
  secureSocketFolder(socketPath);
  const channel = createSocketChannel(connect(socketPath));
  const client = createClient(contract, channel);
  try {
    await client.capabilities;
    return client;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'connectionLost') return null;
    throw error;
  }
}

/** Null where another engine was faster, and the caller must attach to that one. */
async function startAndAttach(options: ConnectEngineOptions): Promise<Client<Contract> | null> {
  const report = await startEngine(options);
  switch (report.kind) {
    case 'ready':
      return attachEngine(options.dataFolder);
    case 'alreadyRunning':
      return null;
    case 'failed':
      throw new EngineError(report.code === 'internal' ? 'engineUnavailable' : report.code, report.message, {
        details: { ...report.details, logFolder: logFolder(options.dataFolder) },
      });
  }
}

async function startEngine({
  dataFolder,
  modelsFolder,
  stay = false,
  engineFile = entryFile('engine'),
}: ConnectEngineOptions): Promise<EngineReport> {
  const stderr = openStderr(dataFolder);
  const child = fork(engineFile, ['--data-folder', dataFolder, '--models-folder', modelsFolder, ...(stay ? ['--stay'] : [])], {
    // In a session of its own: it outlives the command that starts it, and the closing of its terminal.
    detached: true,
    cwd: dataFolder,
    env: engineEnvironment(dataFolder, process.env),
    execArgv: ['--max-semi-space-size=32'],
    stdio: ['ignore', 'ignore', stderr, 'ipc'],
  });
  closeSync(stderr);
  try {
    return await readReport(child, dataFolder);
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function readReport(child: ChildProcess, dataFolder: string): Promise<EngineReport> {
  return new Promise((resolve, reject) => {
    const fail = (cause: string) =>
      reject(
        new EngineError('engineUnavailable', `the engine did not start: ${cause}`, {
          details: { logFolder: logFolder(dataFolder) },
        }),
      );
    child.once('message', (message) => {
      const report = engineReport.safeParse(message);
      if (report.success) resolve(report.data);
      else fail('it said something unknown');
    });
    child.once('error', (error) => fail(error.name));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? code}`));
  });
}

function logFolder(dataFolder: string): string {
  return path.join(dataFolder, 'logs');
}

function openStderr(dataFolder: string): number {
  mkdirSync(logFolder(dataFolder), { recursive: true, mode: 0o700 });
  const file = path.join(logFolder(dataFolder), 'engine-stderr.txt');
  const isFull = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_STDERR_BYTES;
  return openSync(file, isFull ? 'w' : 'a', 0o600);
}
