import { existsSync, lstatSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { attachEngine, connectEngine } from './connect-engine.ts';
import { takeEngineLock } from './engine-lock.ts';
import { engineSocketPath, secureSocketFolder } from './engine-socket.ts';

const engineFile = fileURLToPath(new URL('./testing/small-engine.ts', import.meta.url));

test('an engine is started where none runs, and attached to where one does', async () => {
  const place = await createPlace();
  const [first, second] = [await place.connect(), await place.connect()];
  expect(await enginePid(second)).toBe(await enginePid(first));
  expect(isAlive(await enginePid(first))).toBe(true);
});

test('many starts at the same moment give one engine', async () => {
  const place = await createPlace();
  const clients = await Promise.all(Array.from({ length: 6 }, () => place.connect()));
  expect(new Set(await Promise.all(clients.map(enginePid))).size).toBe(1);
});

test('the lock and the socket of a killed engine are taken over, again and again', async () => {
  const place = await createPlace();
  const pids = new Set<number>();
  for (let round = 0; round < 4; round++) {
    const client = await place.connect();
    const pid = await enginePid(client);
    pids.add(pid);
    process.kill(pid, 'SIGKILL');
    await expect(client.call('library.removeFolder', { folderId: 1 })).rejects.toMatchObject({ code: 'connectionLost' });
    await client.closed;
    expect(existsSync(engineSocketPath(place.dataFolder))).toBe(process.platform !== 'win32');
  }
  expect(pids.size).toBe(4);
});

test('a lock that is held stays held until its process ends', async () => {
  const place = await createPlace();
  const client = await place.connect();
  expect(takeEngineLock(place.dataFolder)).toBeNull();
  process.kill(await enginePid(client), 'SIGKILL');
  await client.closed;
  const lock = await until(() => takeEngineLock(place.dataFolder));
  lock.release();
});

test('the engine leaves once its last client has gone', async () => {
  const place = await createPlace();
  const [first, second] = [await place.connect(), await place.connect()];
  const pid = await enginePid(first);
  first.close();
  second.close();
  await until(() => !isAlive(pid));
  expect(existsSync(engineSocketPath(place.dataFolder))).toBe(false);
});

test('the engine finishes its work before it leaves', async () => {
  const place = await createPlace();
  const client = await place.connect();
  const pid = await enginePid(client);
  await client.call('library.rescan', {});
  client.close();
  await sleep(3000);
  expect(isAlive(pid)).toBe(true);
  await writeFile(path.join(place.dataFolder, 'finish'), '');
  await until(() => !isAlive(pid));
});

test('an engine that was told to stay stays, until it is told to stop', async () => {
  const place = await createPlace();
  const client = await place.connect({ stay: true });
  const pid = await enginePid(client);
  client.close();
  await sleep(3000);
  const again = await place.connect();
  expect(await enginePid(again)).toBe(pid);
  expect(await again.call('engine.stop', {})).toBeNull();
  await again.closed;
  await until(() => !isAlive(pid));
});

test.skipIf(process.platform === 'win32')('a polite signal ends the engine and takes its socket away', async () => {
  const place = await createPlace();
  const client = await place.connect({ stay: true });
  const pid = await enginePid(client);
  process.kill(pid, 'SIGTERM');
  await client.closed;
  await until(() => !isAlive(pid));
  expect(existsSync(engineSocketPath(place.dataFolder))).toBe(false);
});

test('why an engine cannot start reaches the one who wanted it', async () => {
  const place = await createPlace();
  await writeFile(path.join(place.dataFolder, 'unfit'), '');
  await expect(place.connect()).rejects.toMatchObject({
    code: 'modelUnusable',
    details: { reason: 'missing', logFolder: path.join(place.dataFolder, 'logs') },
  });
});

test('an engine that cannot even be loaded is unavailable, with the place of its log', async () => {
  const place = await createPlace();
  await expect(place.connect({ engineFile: path.join(place.dataFolder, 'missing.js') })).rejects.toMatchObject({
    code: 'engineUnavailable',
    details: { logFolder: path.join(place.dataFolder, 'logs') },
  });
});

test('a data folder that is a file is refused', async () => {
  const place = await createPlace();
  const file = path.join(place.dataFolder, 'file');
  await writeFile(file, '');
  await expect(place.connect({ dataFolder: file })).rejects.toMatchObject({ code: 'indexLocationUnusable' });
});

test.skipIf(process.platform === 'win32')('folder, socket and lock are closed to other users', async () => {
  const place = await createPlace();
  await chmod(place.dataFolder, 0o755);
  await place.connect();
  const modes = [place.dataFolder, engineSocketPath(place.dataFolder)].map((each) => statSync(each).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600]);
});

test.skipIf(process.platform === 'win32')(
  'a data folder with a long path has its socket in a private folder in /tmp',
  async () => {
    const place = await createPlace();
    const dataFolder = path.join(place.dataFolder, 'a'.repeat(60), 'b'.repeat(60));
    const client = await place.connect({ dataFolder });
    const socketFolder = path.dirname(engineSocketPath(dataFolder));
    onTestFinished(() => rm(socketFolder, { recursive: true, force: true }));
    expect(socketFolder.startsWith(await realpath('/tmp'))).toBe(true);
    expect(lstatSync(socketFolder).mode & 0o777).toBe(0o700);
    expect(await (await place.connect({ dataFolder })).call('library.listFolders', {})).toEqual([]);
    client.close();
  },
);

test.skipIf(process.platform === 'win32')('a socket folder that others can enter is refused', async () => {
  const place = await createPlace();
  const open = path.join(place.dataFolder, 'open');
  await mkdir(open);
  await chmod(open, 0o755);
  expect(() => secureSocketFolder(path.join(open, 'engine.sock'))).toThrow(
    expect.objectContaining({ code: 'indexLocationUnusable' }),
  );
});

test('garbage on the socket ends that connection and no other', async () => {
  const place = await createPlace();
  const client = await place.connect();
  const socket = connect(engineSocketPath(place.dataFolder));
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  expect(await client.call('library.listFolders', {})).toEqual([]);
});

test('where no engine runs, attaching gives none and starts none', async () => {
  const place = await createPlace();
  expect(await attachEngine(place.dataFolder)).toBeNull();
});

type Place = {
  readonly dataFolder: string;
  connect(options?: { stay?: boolean; engineFile?: string; dataFolder?: string }): Promise<Client<Contract>>;
};

/** A data folder of its own; when the test ends, so do all engines it met there. */
async function createPlace(): Promise<Place> {
  const dataFolder = await realpath(await mkdtemp(path.join(tmpdir(), 'akin-engine-')));
  const clients: Client<Contract>[] = [];
  const pids = new Set<number>();
  onTestFinished(async () => {
    for (const client of clients) client.close();
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await until(() => [...pids].every((pid) => !isAlive(pid)));
    await rm(dataFolder, { recursive: true, force: true });
  });
  return {
    dataFolder,
    async connect(options = {}) {
      const client = await connectEngine({ dataFolder, modelsFolder: '', engineFile, ...options });
      clients.push(client);
      pids.add(await enginePid(client));
      return client;
    },
  };
}

async function enginePid(client: Client<Contract>): Promise<number> {
  const report = await client.call('engine.doctor', {});
  return report.processes[0]?.pid ?? 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: gone.
    return false;
  }
}

async function until<V>(look: () => V): Promise<NonNullable<V>> {
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    await sleep(25);
  }
}
