import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { Table } from '#contract';
import { serve, type Channel, type Implementation } from '#rpc';
import { createSocketChannel } from '#rpc/channels/local-socket.ts';

export type SocketServerOptions<T extends Table> = {
  readonly table: T;
  /** Clients may connect before it is there: they are answered once it is. */
  readonly implementation: Promise<Implementation<T>>;
  /** Any file already there is removed: the caller holds the lock, so it belongs to an engine that was killed. */
  readonly socketPath: string;
  readonly capabilities: readonly string[];
  readonly onBug: (method: string, error: unknown) => void;
  readonly onClientCount: (count: number) => void;
};

export type SocketServer = {
  clientCount(): number;
  /** Takes no more clients and hangs up on those that are there, after what was sent to them. */
  close(): Promise<void>;
};

/** Serves a table to every process that may open the private socket; they are trusted. */
export async function serveOnSocket<T extends Table>(options: SocketServerOptions<T>): Promise<SocketServer> {
  const channels = new Set<Channel>();
  // Whoever made the promise sees to its failure; a client learns of it by the closed connection.
  options.implementation.catch(() => undefined);
  const server = createServer(accept);

  function accept(socket: Socket): void {
    const channel = createSocketChannel(socket);
    channels.add(channel);
    options.onClientCount(channels.size);
    void channel.closed.then(() => {
      channels.delete(channel);
      options.onClientCount(channels.size);
    });
    options.implementation.then(
      (implementation) => serve(options.table, implementation, channel, options),
      () => channel.close(),
    );
  }

  const isFile = process.platform !== 'win32';
  if (isFile) rmSync(options.socketPath, { force: true });
  server.listen(options.socketPath);
  await once(server, 'listening');
  if (isFile) chmodSync(options.socketPath, 0o600);

  return {
    clientCount: () => channels.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const channel of channels) channel.close();
      await closed;
    },
  };
}
