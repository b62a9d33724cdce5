import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LIBRARY_SIZE, writeLibrary } from './library.ts';

const built = path.join(import.meta.dirname, '..', 'out', 'main');
const run = promisify(execFile);

/** A web host of the built product, with an engine and a small library of its own. */
export type Host = {
  /** Holds the one-time token. */
  readonly startUrl: string;
  readonly origin: string;
  /** The folder with the library's files; it is not added yet. */
  readonly libraryFolder: string;
  /** Where its engine keeps what it knows. */
  readonly dataFolder: string;
  /** The home of the person who uses it; empty. */
  readonly home: string;
  readonly enginePid: () => Promise<number>;
  /** Runs the command line over the same engine; resolves with what it printed. */
  readonly akin: (...parameters: string[]) => Promise<string>;
  /** Adds the folder over the command line and waits until every file is accounted for. */
  readonly indexLibrary: () => Promise<void>;
  /** What the desktop was asked for, in order; nothing where it is none of the suite's. */
  readonly desktopCalls: () => Promise<string[]>;
  readonly close: () => Promise<void>;
};

type HostOptions = {
  /** Writes what is to be searched into a new folder below the given one, and returns it. */
  readonly writeFiles?: (parent: string) => Promise<string>;
  /** What Akin has learned already: this data folder is copied. */
  readonly learned?: string;
  /** Puts a desktop before the host that only notes what it is asked for. The host takes it for one on Linux alone. */
  readonly hasDesktop?: boolean;
  /** Where the engine keeps what it knows; a new folder else. */
  readonly dataFolder?: string;
  /** A command that runs the command given to it, as one that mounts something first. */
  readonly within?: readonly string[];
};

export async function startHost(options: HostOptions = {}): Promise<Host> {
  const { writeFiles = writeLibrary, learned, hasDesktop = false, within = [] } = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'akin-e2e-'));
  const dataFolder = options.dataFolder ?? path.join(folder, 'home');
  const libraryFolder = await writeFiles(folder);
  if (learned !== undefined) await cp(learned, dataFolder, { recursive: true });
  const home = path.join(folder, 'person');
  await mkdir(home);
  const desktopLog = path.join(folder, 'desktop.log');
  const environment = {
    ...process.env,
    HOME: home,
    USERPROFILE: home,
    AKIN_HOME: dataFolder,
    ...(hasDesktop ? await createDesktop(folder, desktopLog) : {}),
  };
  const [command, ...parameters] = [...within, process.execPath, path.join(built, 'web.js'), '--no-open'];
  const host = spawn(command, parameters, {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  async function akin(...parameters: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [path.join(built, 'cli.js'), ...parameters], { env: environment });
    return stdout;
  }
  async function enginePid(): Promise<number> {
    return enginePidOf(JSON.parse(await akin('doctor', '--json')));
  }
  async function end(pid: number | undefined): Promise<void> {
    host.kill('SIGTERM');
    if (host.exitCode === null && host.signalCode === null) await once(host, 'exit');
    if (pid !== undefined) await endProcess(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  const startUrl = await addressOf(host).catch(async (error: unknown) => {
    await end(undefined);
    throw error;
  });

  return {
    startUrl,
    origin: new URL(startUrl).origin,
    libraryFolder,
    dataFolder,
    home,
    enginePid,
    akin,
    async indexLibrary() {
      await akin('add', libraryFolder);
      await akin('index');
      const status = await akin('status', '--json');
      if (!status.includes('"counts"')) throw new Error(`no counts of ${LIBRARY_SIZE.files} files in ${status}`);
    },
    async desktopCalls() {
      const calls = await readFile(desktopLog, 'utf8').catch(() => '');
      return calls.split('\n').filter((call) => call !== '');
    },
    async close() {
      // An engine stays until its work is done: a test that ends earlier must not leave it behind.
      await end(await enginePid());
    },
  };
}

/** Programs in the place of those that open and reveal files, which write down what they were given. */
async function createDesktop(folder: string, log: string): Promise<NodeJS.ProcessEnv> {
  const programs = path.join(folder, 'programs');
  await mkdir(programs);
  const shell = '#!/bin/sh\n';
  await writeFile(path.join(programs, 'xdg-open'), `${shell}echo "open $1" >> '${log}'\n`, { mode: 0o755 });
  // The files are an argument of the form array:string:ADDRESS.
  const reveal = `for each; do case "$each" in array:string:*) echo "reveal \${each#array:string:}" >> '${log}';; esac; done\n`;
  await writeFile(path.join(programs, 'dbus-send'), shell + reveal, { mode: 0o755 });
  const searchPath = [programs, process.env['PATH'] ?? ''].join(path.delimiter);
  return { DISPLAY: ':none', SSH_CONNECTION: undefined, PATH: searchPath };
}

/** Asks a process to end, and waits until it has. */
async function endProcess(pid: number): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      process.kill(pid, isFirst ? 'SIGTERM' : 0);
    } catch {
      // No such process any more.
      return;
    }
    await setTimeout(50);
  }
}

async function addressOf(host: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of host.stdout ?? []) {
    said += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(said);
    if (address !== null) {
      host.stdout?.resume();
      return address[0];
    }
  }
  throw new Error(`the host ended without an address: ${said}`);
}

function enginePidOf(report: unknown): number {
  const processes = (report as { processes: { role: string; pid: number }[] }).processes;
  const engine = processes.find((candidate) => candidate.role === 'engine');
  if (engine === undefined) throw new Error('doctor names no engine process');
  return engine.pid;
}
