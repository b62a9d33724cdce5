import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const counts = z.object({ refused: z.int(), made: z.int(), since: z.number() });
const outcomes = z.record(z.string(), z.string());
const report = z.object({ refused: outcomes, allowed: outcomes, refusedCounts: counts, counts });

const attempts = fileURLToPath(new URL('./testing/attempts.ts', import.meta.url));
const goElsewhere = fileURLToPath(new URL('./testing/go-elsewhere.ts', import.meta.url));

async function runProgram(file: string, args: readonly string[] = []): Promise<unknown> {
  const { stdout } = await run(process.execPath, [file, ...args]);
  return JSON.parse(stdout);
}

const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('the network guard', () => {
  it('refuses and counts every way out that Node has, and leaves loopback and local sockets alone', async () => {
    const { refused, allowed, refusedCounts, counts } = report.parse(await runProgram(attempts));
    const names = Object.keys(refused);
    expect(refused).toEqual(Object.fromEntries(names.map((name) => [name, 'networkRefused'])));
    expect(names.length).toBeGreaterThan(15);
    expect(refusedCounts).toMatchObject({ refused: names.length, made: 0 });
    // The WebSocket.
    expect(counts).toMatchObject({ refused: names.length + 1, made: 0 });
    expect(allowed).toEqual({ fetchAddress: 'ok', fetchName: 'ok', socket: 'ok', localSocket: 'ok', lookup: 'ok' });
  });

  it.skipIf(ownAddress === undefined)('counts a connection that got beyond loopback all the same', async () => {
    const server = createServer((socket) => socket.end()).listen(0, ownAddress);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const counted = counts.parse(await runProgram(goElsewhere, [ownAddress ?? '', String(port)]));
    expect(counted).toMatchObject({ refused: 0, made: 1 });
    server.close();
  });
});
