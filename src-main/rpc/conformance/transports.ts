import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#rpc';
import { createInMemoryPair } from '#rpc/channels/in-memory.ts';
import { createSocketChannel } from '#rpc/channels/local-socket.ts';
import { createProcessChannel } from '#rpc/channels/process.ts';
import { createWebSocketChannel, type WebSocketLike } from '#rpc/channels/web-socket.ts';
import { serveConformance, type ServerBehaviour } from './table.ts';

/** The client's end of a channel whose other end serves the conformance table. */
export type Connection = { readonly channel: Channel; end(): Promise<void> };
export type Connect = (behaviour: ServerBehaviour) => Promise<Connection>;

/** Every channel there is, over its real transport. */
export const transports: Readonly<Record<string, Connect>> = {
  'in-memory': (behaviour) => {
    const [client, server] = createInMemoryPair();
    serveConformance(server, behaviour);
    return Promise.resolve({ channel: client, end: () => Promise.resolve(client.close()) });
  },
  process: async (behaviour) => {
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [JSON.stringify(behaviour)], {
      serialization: 'advanced',
      execArgv: [],
    });
    const exited = once(child, 'exit');
    const channel = createProcessChannel(child);
    return {
      channel,
      async end() {
        channel.close();
        await exited;
      },
    };
  },
  'local-socket': async (behaviour) => {
    const folder = await mkdtemp(join(tmpdir(), 'akin-socket-'));
    const path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder}` : join(folder, 'socket');
    const server = createServer((socket) => serveConformance(createSocketChannel(socket), behaviour)).listen(path);
    await once(server, 'listening');
    const socket = connect(path);
    const channel = createSocketChannel(socket);
    return {
      channel,
      async end() {
        channel.close();
        server.close();
        await once(server, 'close');
        await rm(folder, { recursive: true });
      },
    };
  },
  'web-socket (ws)': (behaviour) => connectWebSocket(behaviour, (url) => new NodeWebSocket(url, { perMessageDeflate: false })),
  'web-socket (as in browsers)': (behaviour) => connectWebSocket(behaviour, (url) => new WebSocket(url)),
};

async function connectWebSocket(behaviour: ServerBehaviour, open: (url: string) => WebSocketLike): Promise<Connection> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (socket) => serveConformance(createWebSocketChannel(socket), behaviour));
  await once(server, 'listening');
  const channel = createWebSocketChannel(open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
  return {
    channel,
    async end() {
      channel.close();
      server.close();
      await once(server, 'close');
    },
  };
}
