import { mkdirSync, rmSync } from 'node:fs';
import type { Contract, ErrorCode } from '#contract';
import { contract, EngineError } from '#contract';
import type { Engine } from '#engine';
import type { Logger } from '#engine/logger.ts';
import { temporaryFolder } from './engine-environment.ts';
import { takeEngineLock, type EngineLock } from './engine-lock.ts';
import { ENGINE_EXIT, type EngineReport } from './engine-report.ts';
import { engineSocketPath, secureSocketFolder } from './engine-socket.ts';
import { createLeaveWhenIdle } from './leave-when-idle.ts';
import { serveOnSocket } from './serve-on-socket.ts';

/** How long the engine stays after its last client: commands of a script come one after the other. */
const IDLE_GRACE_MS = 2000;
/** Closing waits for writes under way; a disk that hangs must not keep the lock for ever. */
const CLOSE_TIMEOUT_MS = 15_000;

export type CreateEngine = (place: { lockPath: string; socketPath: string; requestStop(): void }) => Promise<Engine>;

export type RunEngineOptions = {
  readonly dataFolder: string;
  /** Stay although nobody is connected and nothing is to do. */
  readonly stay: boolean;
  readonly logger: Logger;
  readonly createEngine: CreateEngine;
  /** Resolves once the report is on its way, so that the process may end. */
  readonly report: (report: EngineReport) => Promise<void>;
};

/** Runs the one engine of a data folder until it is no longer needed. Resolves with the exit code of the process. */
export async function runEngine(options: RunEngineOptions): Promise<number> {
  const { logger, report } = options;
  let lock: EngineLock | null = null;
  try {
    lock = takeEngineLock(options.dataFolder);
    if (lock === null) {
      await report({ kind: 'alreadyRunning' });
      return ENGINE_EXIT.alreadyRunning;
    }
    const temporary = temporaryFolder(options.dataFolder);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { mode: 0o700 });
    return await serveUntilDone(options, lock.path);
  } catch (error) {
    const code = codeOf(error);
    logger.error('engine.cannotStart', { code, errorName: nameOf(error), at: placeOf(error) });
    const details = error instanceof EngineError ? error.details : { errorName: nameOf(error) };
    await report({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error), details });
    return ENGINE_EXIT.cannotStart;
  } finally {
    lock?.release();
  }
}

/** What the system says of a full disk comes from any step of starting. */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof EngineError) return error.code;
  const systemCode: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return systemCode === 'ENOSPC' || systemCode === 'EDQUOT' ? 'diskFull' : 'internal';
}

async function serveUntilDone(
  { dataFolder, stay, logger, createEngine, report }: RunEngineOptions,
  lockPath: string,
): Promise<number> {
  const socketPath = engineSocketPath(dataFolder);
  secureSocketFolder(socketPath);
  const asked = Promise.withResolvers<string>();
  const stopBySignal = (signal: string): void => asked.resolve(signal);
  process.once('SIGTERM', stopBySignal).once('SIGINT', stopBySignal);

  const starting = createEngine({
    lockPath,
    socketPath,
    // After the reply to the call that asks for it is on its way.
    requestStop: () => setImmediate(() => asked.resolve('request')),
  });
  // It is awaited below; until then a failure must not count as unhandled.
  starting.catch(() => undefined);
  const idle = createLeaveWhenIdle({
    isNeeded: () => stay || server.clientCount() > 0 || engine === null || engine.isBusy(),
    leave: () => asked.resolve('idle'),
    graceMs: IDLE_GRACE_MS,
  });
  let engine: Engine | null = null;
  const server = await serveOnSocket<Contract>({
    table: contract,
    implementation: starting.then((started) => started.implementation),
    socketPath,
    capabilities: [],
    onBug: (method, error) => logger.error('engine.bug', { method, errorName: nameOf(error), at: placeOf(error) }),
    onClientCount: () => idle.consider(),
  });
  try {
    engine = await starting;
    logger.info('engine.started', { pid: process.pid });
    engine.onIdle(() => idle.consider());
    await report({ kind: 'ready' });
    idle.consider();
    logger.info('engine.stopping', { cause: await asked.promise });
  } finally {
    idle.stop();
    await inTime(async () => {
      await server.close();
      await engine?.close();
    }, logger);
  }
  return ENGINE_EXIT.ended;
}

async function inTime(close: () => Promise<void>, logger: Logger): Promise<void> {
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    logger.error('engine.closeTimedOut', { timeoutMs: CLOSE_TIMEOUT_MS });
    timeout.resolve();
  }, CLOSE_TIMEOUT_MS);
  await Promise.race([close(), timeout.promise]);
  clearTimeout(timer);
}

/** Of an error only its kind and where in our code it was made: its message may quote a path or a document. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

export function placeOf(error: unknown): string | null {
  const frames = error instanceof Error ? (error.stack?.match(/^ {4}at .*$/gm) ?? []) : [];
  const place = frames.find((frame) => !frame.includes('node:')) ?? frames[0];
  return place?.replace(/^ {4}at /, '').replace(/(?:file:\/\/)?\/?[^\s()]*[\\/](?=[^\\/]+$)/, '') ?? null;
}
