import type { Channel } from '../channel.ts';
import { createInbox } from './inbox.ts';

/**
 * What this channel needs of Node's `ChildProcess` (in the parent) and `process` (in the child). The child must be
 * forked with `serialization: 'advanced'`, so that typed arrays and bigints travel as they are.
 */
export type ProcessPort = {
  readonly connected: boolean;
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  disconnect?(): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect' | 'exit', listener: () => void): unknown;
};

/** Either end of a forked process's IPC. The death of the other side closes it; closing it makes a child of ours leave. */
export function createProcessChannel(port: ProcessPort): Channel {
  const inbox = createInbox();

  function close(): void {
    if (inbox.close() && port.connected) port.disconnect?.();
  }

  port.on('message', (message) => inbox.deliver(message));
  port.on('disconnect', close);
  // A child that could not even start never connects, so its exit must close the channel too.
  port.on('exit', close);

  return {
    send(message) {
      if (inbox.isClosed() || !port.connected) return;
      // Without a callback Node emits a failed write as an unhandled 'error'. The other side has gone: the channel ends.
      port.send?.(message, (error) => {
        if (error !== null) close();
      });
    },
    receive: inbox.receive,
    close,
    closed: inbox.closed,
  };
}
