import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer, type WebSocket } from 'ws';
import { contract, type Contract, type NetworkCounts, type PrivacyReport } from '#contract';
import { createReconnectingClient } from '#hosts/node/reconnecting-client.ts';
import { suggestFolders } from '#hosts/node/suggest-folders.ts';
import { serve, type Client } from '#rpc';
import { createWebSocketChannel } from '#rpc/channels/web-socket.ts';
import { announceLoss } from './announce-loss.ts';
import { createApp } from './app.ts';
import { createDocumentRoutes, type DesktopActions, type DocumentRoutesOptions } from './document-routes.ts';
import { forward } from './forward.ts';
import { refuse, type Refusal, type RequestFacts } from './request-guard.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { createSessions } from './sessions.ts';
import { readStaticFiles } from './static-files.ts';

const LOOPBACK = '127.0.0.1';
/** What a page may send in one message; queries and settings are small. */
const MAX_PAGE_MESSAGE_BYTES = 1024 * 1024;

export type WebHostOptions = {
  readonly rendererFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Connects to the engine, starting it if need be. Each page gets a connection of its own. */
  readonly connect: () => Promise<Client<Contract>>;
  /** Whose documents the page may suggest to read. */
  readonly home: string;
  /** What opens and reveals files, where a person sits before this machine; by default nobody does. */
  readonly desktop?: DesktopActions | null;
  /** What this process has counted of connections to other machines; by default nothing is added to the engine's counts. */
  network?(): NetworkCounts;
};

export type WebHost = {
  /** Holds the one-time token: for the user's eyes and browser only. */
  readonly startUrl: string;
  readonly port: number;
  close(): Promise<void>;
};

/** Serves the page and the contract to a browser of this machine. Errors: those of listening (EADDRINUSE, EACCES). */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { rendererFolder, port: wantedPort, connect, desktop = null } = options;
  const files = await readStaticFiles(rendererFolder);
  const server = createServer();
  server.listen(wantedPort, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sessions = createSessions({ port });
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_PAGE_MESSAGE_BYTES });
  // The host's own connection keeps the engine, and with it the watching of folders, while no page is open.
  const keeper = createReconnectingClient(connect);
  keeper.subscribe('progress', () => undefined);
  const locate: DocumentRoutesOptions['locate'] = (documentId) => keeper.call('library.locateDocument', { documentId });
  const documents = createDocumentRoutes({ sessions, desktop, locate });
  const listener = getRequestListener(createApp({ files, sessions, documents }).fetch);
  const capabilities = ['addFolderByPath', ...(desktop === null ? [] : ['open', 'reveal'])];

  server.on('request', (request, response) => {
    const refusal = refuse(factsOf(request, false), port);
    if (refusal === null) void listener(request, response);
    else answerRefusal(request, response, refusal);
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(factsOf(request, true), port);
    if (refusal !== null) return endUpgrade(socket, refusal.status);
    if (!sessions.isOpen(request.headers.cookie)) return endUpgrade(socket, 401);
    webSockets.handleUpgrade(request, socket, head, (webSocket) => servePage(webSocket, { ...options, capabilities }));
  });

  return {
    startUrl: `http://${LOOPBACK}:${port}/#token=${sessions.token}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const webSocket of webSockets.clients) webSocket.terminate();
      server.closeAllConnections();
      keeper.close();
      await closed;
    },
  };
}

type PageOptions = Pick<WebHostOptions, 'connect' | 'home' | 'network'> & { readonly capabilities: readonly string[] };

function servePage(webSocket: WebSocket, { connect, home, capabilities, network }: PageOptions): void {
  const channel = createWebSocketChannel(webSocket);
  const losses = new Set<() => void>();
  const client = createReconnectingClient(async () => {
    const connection = await connect();
    void connection.closed.then(() => losses.forEach((lost) => lost()));
    return connection;
  });
  const { methods, topics } = forward(contract, client);
  const progress = announceLoss(topics.progress, (lost) => {
    losses.add(lost);
    return () => losses.delete(lost);
  });
  const own: typeof methods = {
    ...methods,
    'library.suggestFolders': () => suggestFolders(home),
    'privacy.report': async (params, call) => addNetwork(await methods['privacy.report'](params, call), network?.()),
  };
  const implementation = { methods: own, topics: { ...topics, progress } };
  serve(contract, implementation, channel, { isTrusted: false, capabilities: [...capabilities] });
  void channel.closed.then(() => client.close());
}

/** The engine cannot see what this process does, and the page asks about all of them. */
function addNetwork(report: PrivacyReport, own: NetworkCounts | undefined): PrivacyReport {
  if (own === undefined) return report;
  const { refused, made, since } = report.network;
  return { ...report, network: { refused: refused + own.refused, made: made + own.made, since } };
}

function factsOf(request: IncomingMessage, isUpgrade: boolean): RequestFacts {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    hosts: request.headersDistinct['host'] ?? [],
    origin: request.headers.origin,
    fetchSite: request.headers['sec-fetch-site']?.toString(),
    isUpgrade,
  };
}

function answerRefusal(request: IncomingMessage, response: ServerResponse, { status }: Refusal): void {
  // Whatever its body is, it is not read, so the connection cannot be used again.
  request.resume();
  response.writeHead(status, { ...SECURITY_HEADERS, Connection: 'close' }).end();
}

function endUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
