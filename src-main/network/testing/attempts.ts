// Tries every way out that Node has, then those that must stay open, and tells what came of each.
import { networkTally } from '../guard-process.ts';
import dgram from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';

// An address that documentation may use, and nobody has (RFC 5737).
const FAR = '192.0.2.1';

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

async function attempt(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

const failed = (emitter: NodeJS.EventEmitter): Promise<unknown> => once(emitter, 'connect');
const resolver = new dns.promises.Resolver();

const waysOut: Readonly<Record<string, () => unknown>> = {
  fetchAddress: () => fetch(`http://${FAR}/`),
  fetchName: () => fetch('https://example.invalid/'),
  socket: () => failed(net.connect(80, FAR)),
  socketByOptions: () => failed(new net.Socket().connect({ port: 80, host: '2001:db8::1' })),
  privateNetwork: () => failed(net.connect(80, '192.168.0.1')),
  tls: () => failed(tls.connect({ host: 'example.invalid', port: 443 })),
  http: () => once(http.get(`http://${FAR}/`), 'response'),
  https: () => once(https.get('https://example.invalid/'), 'response'),
  http2: () => failed(http2.connect(`https://${FAR}`)),
  lookup: () => promisify(lookup)('example.invalid'),
  lookupPromise: () => dns.promises.lookup('example.invalid'),
  lookupService: () => dns.promises.lookupService(FAR, 80),
  resolve: () => promisify(dns.resolve4)('example.invalid'),
  reverse: () => dns.promises.reverse(FAR),
  resolver: () => resolver.resolveTxt('example.invalid'),
  resolverByCallback: () =>
    new Promise((resolve, reject) =>
      new dns.Resolver().resolve4('example.invalid', (error) => (error ? reject(error) : resolve(1))),
    ),
  datagram: () => dgram.createSocket('udp4').send('x', 53, FAR),
  datagramServer: () => dgram.createSocket('udp4').bind(0),
  serverForAll: () => net.createServer().listen(0),
  serverForAllByAddress: () => net.createServer().listen({ port: 0, host: '0.0.0.0' }),
};

const refused: Record<string, string> = {};
for (const [name, run] of Object.entries(waysOut)) refused[name] = await attempt(run);
const refusedCounts = networkTally.counts();
// It has no promise to wait for: it tells by an event.
const webSocket = new WebSocket(`ws://${FAR}/`);
await new Promise((resolve) => webSocket.addEventListener('error', resolve));

const folder = mkdtempSync(path.join(tmpdir(), 'akin-guard-'));
const server = http.createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const socketPath = process.platform === 'win32' ? String.raw`\\.\pipe\akin-guard-${process.pid}` : path.join(folder, 'socket');
const local = net.createServer((socket) => socket.end('here')).listen(socketPath);
await once(local, 'listening');
const allowed = {
  fetchAddress: await attempt(() => fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })),
  fetchName: await attempt(() => fetch(`http://localhost:${port}/`, { headers: { connection: 'close' } })),
  socket: await attempt(async () => (await failed(net.connect(port)), undefined)),
  localSocket: await attempt(() => failed(net.connect(socketPath))),
  lookup: await attempt(async () => (await promisify(dns.lookup)('localhost')).address),
};
rmSync(folder, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ refused, allowed, refusedCounts, counts: networkTally.counts() }));
process.exit(0);
