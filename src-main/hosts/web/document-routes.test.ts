import { mkdir, mkdtemp, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '#contract';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import type { Client } from '#rpc';
import { startWebHost, type WebHost } from './web-host.ts';

const engineFile = fileURLToPath(new URL('../node/testing/small-engine.ts', import.meta.url));
const BYTES = '0123456789'.repeat(20_000);

let folder: string;
let files: string;
let host: WebHost;
let cookie: string;
const desktopCalls: string[] = [];
const locations: Record<number, unknown> = {};

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'akin-documents-')));
  files = path.join(folder, 'files');
  await mkdir(path.join(folder, 'renderer'));
  await mkdir(path.join(folder, 'data'), { mode: 0o700 });
  await mkdir(files);
  await put(1, 'report.pdf', 'pdf');
  await put(2, 'page.html', 'html');
  await put(3, 'song.bin', 'other');
  host = await startWebHost({
    rendererFolder: path.join(folder, 'renderer'),
    port: 0,
    connect: connectToEngine,
    home: folder,
    desktop: {
      open: async (file) => desktopCalls.push(`open ${path.basename(file)}`) > 0,
      reveal: async (file) => desktopCalls.push(`reveal ${path.basename(file)}`) > 0,
    },
  });
  const token = new URL(host.startUrl).hash.slice('#token='.length);
  const headers = { 'X-Akin': '1', 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${host.port}` };
  const answer = await send({ method: 'POST', target: '/session', headers, body: JSON.stringify({ token }) });
  cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  const client = await connectToEngine();
  await client.call('engine.stop', {});
  await client.closed;
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

test('a document comes whole, with headers that let no browser make a page of it', async () => {
  const { status, headers, body } = await get('/document/1');
  expect(status).toBe(200);
  expect(body).toBe(BYTES);
  expect(headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(BYTES.length),
    'content-disposition': 'inline',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  });
});

test('HTML is served as plain text, and what is not known as a download', async () => {
  expect((await get('/document/2')).headers).toMatchObject({ 'content-type': 'text/plain', 'content-disposition': 'inline' });
  expect((await get('/document/3')).headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
  });
});

test('the head of a document has its headers and no body', async () => {
  const { status, headers, body } = await get('/document/1', {}, 'HEAD');
  expect([status, headers['content-length'], body]).toEqual([200, String(BYTES.length), '']);
});

test('ranges bring the bytes asked for', async () => {
  const part = await get('/document/1', { Range: 'bytes=3-6' });
  expect([part.status, part.body, part.headers['content-range']]).toEqual([206, '3456', `bytes 3-6/${BYTES.length}`]);
  const end = await get('/document/1', { Range: 'bytes=-2' });
  expect([end.status, end.body]).toEqual([206, '89']);
  const beyond = await get('/document/1', { Range: `bytes=${BYTES.length}-` });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${BYTES.length}`]);
  const stale = await get('/document/1', { Range: 'bytes=3-6', 'If-Range': '"another"' });
  expect([stale.status, stale.body.length]).toEqual([200, BYTES.length]);
  const etag = String(part.headers.etag);
  expect((await get('/document/1', { Range: 'bytes=3-6', 'If-Range': etag })).status).toBe(206);
  expect((await get('/document/1', { 'If-None-Match': etag })).status).toBe(304);
});

test.each(['99', '0', '-1', '1.5', '1e0', '01', 'x', '%2e%2e', '9999999999999999', '1%2f..%2f2', ''])(
  'the id "%s" leads to nothing',
  async (id) => {
    expect((await get(`/document/${id}`)).status).toBe(404);
  },
);

test('without the session there is no document', async () => {
  expect((await send({ target: '/document/1', headers: {} })).status).toBe(401);
  const other = `akin-session-${host.port}=${'A'.repeat(43)}`;
  expect((await send({ target: '/document/1', headers: { Cookie: other } })).status).toBe(401);
  expect((await get('/document/1', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
});

test('a file that changed, went, or became a link is not served', async () => {
  await put(4, 'changing.txt', 'text');
  await writeFile(path.join(files, 'changing.txt'), 'other words');
  expect((await get('/document/4')).status).toBe(409);
  await put(5, 'leaving.txt', 'text');
  await rm(path.join(files, 'leaving.txt'));
  expect((await get('/document/5')).status).toBe(404);
  await put(6, 'linked.txt', 'text');
  await rename(path.join(files, 'linked.txt'), path.join(folder, 'elsewhere.txt'));
  await symlink(path.join(folder, 'elsewhere.txt'), path.join(files, 'linked.txt'));
  expect((await get('/document/6')).status).toBe(409);
  await put(7, 'folder.txt', 'text');
  await rm(path.join(files, 'folder.txt'));
  await mkdir(path.join(files, 'folder.txt'));
  expect((await get('/document/7')).status).toBe(409);
});

test('the desktop opens and reveals what the page names by its id', async () => {
  const own = { 'X-Akin': '1', Origin: `http://127.0.0.1:${host.port}` };
  expect((await get('/document/1/open', own, 'POST')).status).toBe(204);
  expect((await get('/document/2/reveal', own, 'POST')).status).toBe(204);
  expect((await get('/document/5/open', own, 'POST')).status).toBe(404);
  expect((await get('/document/1/open', { Origin: own.Origin }, 'POST')).status).toBe(403);
  expect((await get('/document/1/open', { 'X-Akin': '1' }, 'POST')).status).toBe(403);
  expect((await get('/document/1/open', own)).status).toBe(404);
  expect(desktopCalls).toEqual(['open report.pdf', 'reveal page.html']);
});

/** Writes a file and tells the engine of it as it is now. */
async function put(id: number, name: string, type: string): Promise<void> {
  const file = path.join(files, name);
  await writeFile(file, BYTES);
  const { ino, size, mtimeNs } = await stat(file, { bigint: true });
  locations[id] = { path: file, type, identity: { inode: String(ino), sizeBytes: Number(size), mtimeNs: String(mtimeNs) } };
  await writeFile(path.join(folder, 'data', 'located.json'), JSON.stringify(locations));
}

function connectToEngine(): Promise<Client<Contract>> {
  return connectEngine({ dataFolder: path.join(folder, 'data'), modelsFolder: '', engineFile });
}

function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return send({ method, target, headers: { Cookie: cookie, ...headers } });
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Question = { method?: string; target: string; headers: Record<string, string>; body?: string };

function send({ method = 'GET', target, headers, body = '' }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = body === '' ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      { host: '127.0.0.1', port: host.port, method, path: target, headers: sent, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
