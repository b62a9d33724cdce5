import type { Channel } from '../channel.ts';
import { decodeWire, encodeWire, MAX_MESSAGE_BYTES } from '../wire.ts';
import { createInbox } from './inbox.ts';

/** What this channel needs of a WebSocket: the browser's own, and `ws` on the server. */
export type WebSocketLike = {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
};

const CONNECTING = 0;
/** Close codes of RFC 6455. */
const NORMAL = 1000;
/** Browsers allow only 1000 and 3000-4999 here; ours says that the other side sent garbage. */
const GARBAGE = 4400;
/** A side that does not read is given up once this much waits for it. */
const MAX_UNSENT_BYTES = 2 * MAX_MESSAGE_BYTES;

/** Messages over a WebSocket, one binary message each. May be made while the socket still connects. Garbage closes it. */
export function createWebSocketChannel(socket: WebSocketLike): Channel {
  const inbox = createInbox();
  let unsent: Uint8Array<ArrayBuffer>[] = [];
  socket.binaryType = 'arraybuffer';

  function close(code: number): void {
    if (!inbox.close()) return;
    unsent = [];
    socket.close(code);
  }

  socket.addEventListener('open', () => {
    for (const wire of unsent) socket.send(wire);
    unsent = [];
  });
  socket.addEventListener('message', ({ data }) => {
    if (inbox.isClosed()) return;
    const message = decode(data);
    if (message === undefined) close(GARBAGE);
    else inbox.deliver(message);
  });
  socket.addEventListener('close', () => void inbox.close());
  // A 'close' always follows, but a socket that never opened may take its time over it.
  socket.addEventListener('error', () => close(NORMAL));

  return {
    send(message) {
      if (inbox.isClosed()) return;
      const wire = encodeWire(message);
      if (socket.readyState === CONNECTING) unsent.push(wire);
      else if (socket.bufferedAmount > MAX_UNSENT_BYTES) close(NORMAL);
      else socket.send(wire);
    },
    receive: inbox.receive,
    close: () => close(NORMAL),
    closed: inbox.closed,
  };
}

/** Undefined where `data` is no message of ours; no message decodes to undefined. */
function decode(data: unknown): unknown {
  if (!(data instanceof ArrayBuffer)) return undefined;
  try {
    return decodeWire(new Uint8Array(data));
  } catch {
    // Whatever the other side is, it does not speak our wire form.
    return undefined;
  }
}
