import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Logger } from '#engine/logger.ts';
import type { EngineProcess, ProcessExit, ProcessLauncher, ProcessRole } from '#engine/process-launcher.ts';
import { createProcessChannel } from '#rpc/channels/process.ts';
import type { NetworkOutcome } from '../../network/guard.ts';
import { fromNetworkLine } from '../../network/network-lines.ts';

/** Heap limits in MB. Ingest processes are killed by the engine at 512 MB of resident memory; V8 should give up before. */
const HEAP_LIMIT_MB: Readonly<Record<ProcessRole, number>> = { ingest: 384, embedder: 512, reranker: 512, watcher: 256 };

export type ProcessLauncherOptions = {
  /** The absolute file that a role's process runs. */
  readonly entryOf: (role: ProcessRole) => string;
  /** The whole environment of watcher, embedder and reranker; an ingest process gets none. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** Hears what a helper's network guard counts. */
  readonly onNetwork?: (outcome: NetworkOutcome) => void;
};

/** Starts helper processes with `child_process.fork`: for every host that runs in plain Node. */
export function createProcessLauncher({
  entryOf,
  environment,
  logger,
  onNetwork = () => undefined,
}: ProcessLauncherOptions): ProcessLauncher {
  return {
    start(role, { isLowPriority = false } = {}) {
      const child = fork(entryOf(role), [], {
        serialization: 'advanced',
        execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB[role]}`, '--max-semi-space-size=16'],
        env: { ...(role === 'ingest' ? {} : environment), ...systemEnvironment() },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      const exited = watchExit(child, { role, logger, onNetwork });
      if (isLowPriority) lowerPriority(child, role, logger);
      return toEngineProcess(child, exited);
    },
  };
}

function toEngineProcess(child: ChildProcess, exited: Promise<ProcessExit>): EngineProcess {
  return {
    channel: createProcessChannel(child),
    pid: child.pid ?? -1,
    kill: () => void child.kill('SIGKILL'),
    exited,
    memoryBytes: () => (child.exitCode === null && child.pid !== undefined ? residentBytes(child.pid) : null),
  };
}

function watchExit(
  child: ChildProcess,
  { role, logger, onNetwork }: { role: ProcessRole; logger: Logger; onNetwork(outcome: NetworkOutcome): void },
): Promise<ProcessExit> {
  const { promise, resolve } = Promise.withResolvers<ProcessExit>();
  const complaints = countLines(child, onNetwork);
  child.once('exit', (code, signal) => {
    const { lines, errorCode } = complaints();
    if (lines > 0) logger.warn('process.complained', { role, pid: child.pid ?? null, lines, errorCode });
    resolve({ code, signal });
  });
  child.on('error', (error: NodeJS.ErrnoException) => {
    logger.error('process.unusable', { role, pid: child.pid ?? null, code: error.code ?? error.name });
    // 127 as a shell says it: the program could not be started, and no 'exit' will follow.
    if (child.pid === undefined) resolve({ code: 127, signal: null });
  });
  return promise;
}

/** What a helper says without an end of line is not kept beyond this. */
const MAX_LINE_CHARS = 1000;

/** Reads stderr away. What is said there may quote a document, so only how much, and the kind of error, is kept. */
function countLines(
  child: ChildProcess,
  onNetwork: (outcome: NetworkOutcome) => void,
): () => { lines: number; errorCode: string | null } {
  let lines = 0;
  let errorCode: string | null = null;
  child.stderr?.setEncoding('utf8');
  let unfinished = '';
  child.stderr?.on('data', (chunk: string) => {
    const said = (unfinished + chunk).split('\n');
    // Only its end can be the beginning of a line that is to be read.
    unfinished = (said.pop() ?? '').slice(-MAX_LINE_CHARS);
    for (const line of said) {
      const outcome = fromNetworkLine(line);
      if (outcome === null) lines += 1;
      else onNetwork(outcome);
    }
    errorCode ??= /\b(?:ERR_[A-Z_]+|[A-Z]\w*Error)\b/.exec(chunk)?.[0] ?? null;
  });
  return () => ({ lines, errorCode });
}

function lowerPriority(child: ChildProcess, role: ProcessRole, logger: Logger): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    // Some systems forbid it, or the child has gone already: it then runs at normal priority, or not at all.
    logger.warn('process.priorityRefused', { role, code: (error as NodeJS.ErrnoException).code ?? null });
  }
}

/** Resident memory of a process, or null where /proc does not exist (macOS, Windows) or the process is gone. */
function residentBytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    // ENOENT or ESRCH: it ended between the question and the answer.
    return null;
  }
}

/** Windows cannot load system libraries without these; elsewhere a process needs nothing. */
function systemEnvironment(): Record<string, string> {
  const names = process.platform === 'win32' ? ['SystemRoot', 'windir'] : [];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
