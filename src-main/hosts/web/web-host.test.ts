import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { contract, type Contract } from '#contract';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import { createClient, type Client } from '#rpc';
import { createWebSocketChannel } from '#rpc/channels/web-socket.ts';
import { startWebHost, type WebHost } from './web-host.ts';

const engineFile = fileURLToPath(new URL('../node/testing/small-engine.ts', import.meta.url));

let folder: string;
let host: WebHost;
let cookie: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'akin-web-')));
  const rendererFolder = path.join(folder, 'renderer');
  await mkdir(path.join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Akin</title>');
  await writeFile(path.join(rendererFolder, 'quick.html'), '<!doctype html><title>Akin</title>');
  await writeFile(path.join(rendererFolder, 'assets', 'main.js'), 'export {};');
  await writeFile(path.join(folder, 'secret.html'), 'not for pages');
  host = await startWebHost({ rendererFolder, port: 0, connect: connectToEngine, home: rendererFolder });
  cookie = await openSession(host);
});
afterAll(async () => {
  const client = await connectToEngine();
  await client.call('engine.stop', {});
  await client.closed;
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

const own = (): string => `127.0.0.1:${host.port}`;
const ownOrigin = (): string => `http://${own()}`;

type Row = { name: string; status: number; method?: string; target?: string; headers?: Record<string, string>; body?: string };

const exchange = { 'X-Akin': '1', 'Content-Type': 'application/json' };
const rows: Row[] = [
  { name: 'the page', status: 200 },
  { name: 'the page, opened by hand in a browser', status: 200, headers: { 'Sec-Fetch-Site': 'none' } },
  { name: 'the page by the name localhost', status: 200, headers: { Host: 'localhost:PORT' } },
  { name: 'a file of the page', status: 200, target: '/assets/main.js', headers: { 'Sec-Fetch-Site': 'same-origin' } },
  { name: 'the page of the quick panel', status: 200, target: '/quick' },
  { name: 'the head of the page', status: 200, method: 'HEAD' },
  { name: 'a rebound name', status: 403, headers: { Host: 'evil.example:PORT' } },
  {
    name: 'a rebound name with a matching origin',
    status: 403,
    headers: { Host: 'evil.example:PORT', Origin: 'http://evil.example:PORT' },
  },
  { name: 'a name that begins like ours', status: 403, headers: { Host: '127.0.0.1:PORT.evil.example' } },
  { name: 'a name that ends like ours', status: 403, headers: { Host: 'evil.localhost:PORT' } },
  { name: 'a name with a user before it', status: 403, headers: { Host: 'localhost:PORT@evil.example' } },
  { name: 'our name in capitals', status: 403, headers: { Host: 'LOCALHOST:PORT' } },
  { name: 'our name with a final dot', status: 403, headers: { Host: 'localhost.:PORT' } },
  { name: 'our address spelt otherwise', status: 403, headers: { Host: '127.1:PORT' } },
  { name: 'our address as a number', status: 403, headers: { Host: '2130706433:PORT' } },
  { name: 'any address', status: 403, headers: { Host: '0.0.0.0:PORT' } },
  { name: 'another port', status: 403, headers: { Host: '127.0.0.1:1' } },
  { name: 'no port', status: 403, headers: { Host: '127.0.0.1' } },
  { name: 'a page of another site', status: 403, headers: { 'Sec-Fetch-Site': 'cross-site' } },
  { name: 'another port of this machine', status: 403, headers: { 'Sec-Fetch-Site': 'same-site' } },
  { name: 'another origin', status: 403, headers: { Origin: 'https://evil.example' } },
  { name: 'a sandboxed frame', status: 403, headers: { Origin: 'null' } },
  { name: 'our origin on https', status: 403, headers: { Origin: 'https://127.0.0.1:PORT' } },
  { name: 'our other name as origin', status: 403, headers: { Origin: 'http://localhost:PORT' } },
  { name: 'PUT', status: 405, method: 'PUT' },
  { name: 'DELETE', status: 405, method: 'DELETE' },
  { name: 'a preflight', status: 405, method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'POST' } },
  { name: 'TRACE', status: 405, method: 'TRACE' },
  { name: 'a path upwards', status: 404, target: '/../secret.html' },
  { name: 'an encoded path upwards', status: 404, target: '/%2e%2e/secret.html' },
  { name: 'a doubly encoded path upwards', status: 404, target: '/%252e%252e/secret.html' },
  { name: 'a path upwards with backslashes', status: 400, target: '/..\\secret.html' },
  { name: 'a path upwards inside', status: 404, target: '/assets/../../secret.html' },
  { name: 'a path with a zero', status: 404, target: '/index.html%00.js' },
  { name: 'a path that is no encoding', status: 404, target: '/%ff%' },
  { name: 'an absolute path', status: 404, target: '//etc/passwd' },
  { name: 'an absolute address as target', status: 400, target: 'http://127.0.0.1/' },
  { name: 'a name that every object has', status: 404, target: '/__proto__' },
  { name: 'a folder', status: 404, target: '/assets' },
  { name: 'the session without a cookie', status: 401, target: '/session', headers: { 'X-Akin': '1' } },
  { name: 'the session without our header', status: 403, target: '/session' },
  {
    name: 'the session with a made-up cookie',
    status: 401,
    target: '/session',
    headers: { 'X-Akin': '1', Cookie: 'akin-session-PORT=x' },
  },
  {
    name: 'a token without an origin',
    status: 403,
    method: 'POST',
    target: '/session',
    headers: exchange,
    body: '{"token":"x"}',
  },
  {
    name: 'a wrong token',
    status: 401,
    method: 'POST',
    target: '/session',
    headers: { ...exchange, Origin: 'http://127.0.0.1:PORT' },
    body: '{"token":"x"}',
  },
  {
    name: 'a token without our header',
    status: 403,
    method: 'POST',
    target: '/session',
    headers: { 'Content-Type': 'application/json', Origin: 'http://127.0.0.1:PORT' },
    body: '{"token":"x"}',
  },
  {
    name: 'a token as a form would send it',
    status: 415,
    method: 'POST',
    target: '/session',
    headers: { 'X-Akin': '1', 'Content-Type': 'text/plain', Origin: 'http://127.0.0.1:PORT' },
    body: '{"token":"x"}',
  },
  {
    name: 'a token that is no JSON',
    status: 401,
    method: 'POST',
    target: '/session',
    headers: { ...exchange, Origin: 'http://127.0.0.1:PORT' },
    body: '{',
  },
  {
    name: 'a token of a megabyte',
    status: 413,
    method: 'POST',
    target: '/session',
    headers: { ...exchange, Origin: 'http://127.0.0.1:PORT' },
    body: 'x'.repeat(1_000_000),
  },
  { name: 'a WebSocket address asked for as a file', status: 404, target: '/rpc' },
];

test.each(rows)('$name is answered with $status', async ({ status, method = 'GET', target = '/', headers = {}, body }) => {
  const answer = await send({ method, target, headers, body });
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('not for pages');
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test.each([
  ['two hosts', () => `Host: ${own()}\r\nHost: evil.example\r\n`],
  ['an empty host', () => 'Host:\r\n'],
  ['no host', () => ''],
])('a request with %s is refused', async (_name, headers) => {
  const text = await sendRaw(`GET / HTTP/1.1\r\n${headers()}\r\n`);
  expect(text).toMatch(/^HTTP\/1\.1 40[03] /);
});

test('a token buys one session, once', async () => {
  const token = new URL(host.startUrl).hash.slice('#token='.length);
  const again = await send({
    method: 'POST',
    target: '/session',
    headers: { ...exchange, Origin: ownOrigin() },
    body: JSON.stringify({ token }),
  });
  expect(again.status).toBe(401);
  const known = await send({ target: '/session', headers: { 'X-Akin': '1', Cookie: cookie } });
  expect(known.status).toBe(204);
});

describe('the WebSocket', () => {
  test.each([
    ['without a cookie', 401, '/rpc', (): Record<string, string> => ({ Origin: ownOrigin() })],
    ['without an origin', 403, '/rpc', () => ({ Cookie: cookie })],
    ['from another origin', 403, '/rpc', () => ({ Cookie: cookie, Origin: 'https://evil.example' })],
    ['from a rebound name', 403, '/rpc', () => ({ Cookie: cookie, Host: 'evil.example', Origin: 'http://evil.example' })],
    ['from another site', 403, '/rpc', () => ({ Cookie: cookie, Origin: ownOrigin(), 'Sec-Fetch-Site': 'cross-site' })],
    ['at another path', 400, '/', () => ({ Cookie: cookie, Origin: ownOrigin() })],
  ])('%s is refused with %i', async (_name, status, target, headers) => {
    const socket = new WebSocket(`ws://${own()}${target}`, { headers: headers() });
    const refused = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
        response.destroy();
      });
      socket.on('open', () => resolve('open'));
    });
    expect(refused).toBe(status);
  });

  test('carries the contract, less what only hosts may do', async () => {
    const client = openPage();
    expect(await client.capabilities).toEqual(['addFolderByPath']);
    expect(await client.call('library.listFolders', {})).toEqual([]);
    await expect(client.call('engine.doctor', {})).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(client.call('library.findDocument', { path: '/a' })).rejects.toMatchObject({ code: 'notAllowed' });
    client.close();
  });

  test('stays when the engine is killed, and works again with the next one', async () => {
    const client = openPage();
    const snapshots: unknown[] = [];
    client.subscribe('progress', (value) => snapshots.push(value));
    await client.call('library.progress', {});
    const engine = await connectToEngine();
    const waiting = client.call('library.removeFolder', { folderId: 1 });
    await client.call('library.listFolders', {});
    process.kill((await engine.call('engine.doctor', {})).processes[0]?.pid ?? 0, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({ code: 'engineUnavailable' });
    await engine.closed;
    expect(await client.call('library.listFolders', {})).toEqual([]);
    await expect.poll(() => snapshots.length).toBeGreaterThan(1);
    client.close();
  });
});

function connectToEngine(): Promise<Client<Contract>> {
  return connectEngine({ dataFolder: path.join(folder, 'data'), modelsFolder: '', engineFile });
}

function openPage(): Client<Contract> {
  const socket = new WebSocket(`ws://${own()}/rpc`, { headers: { Cookie: cookie, Origin: ownOrigin() } });
  return createClient(contract, createWebSocketChannel(socket));
}

async function openSession({ startUrl, port }: WebHost): Promise<string> {
  const answer = await send({
    method: 'POST',
    target: '/session',
    headers: { ...exchange, Origin: `http://127.0.0.1:${port}` },
    body: JSON.stringify({ token: new URL(startUrl).hash.slice('#token='.length) }),
  });
  const set = answer.headers['set-cookie']?.[0] ?? '';
  expect(set).toMatch(/^akin-session-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  return set.split(';')[0] ?? '';
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Question = { method?: string; target: string; headers: Record<string, string>; body?: string | undefined };

/** By node:http and not by fetch, which would mend the very headers in question. */
function send({ method = 'GET', target, headers, body }: Question): Promise<Answer> {
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(host.port))]),
  );
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: host.port, method, path: target, headers: { Host: own(), ...sent }, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    outgoing.on('error', reject);
    if (body !== undefined) outgoing.setHeader('Content-Length', Buffer.byteLength(body));
    outgoing.end(body);
  });
}

function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(host.port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.once('close', () => resolve(answer));
  });
}
