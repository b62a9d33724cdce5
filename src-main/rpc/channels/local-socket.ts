import type { Channel } from '../channel.ts';
import { decodeWire, encodeWire, MAX_MESSAGE_BYTES } from '../wire.ts';
import { createFrameReader } from './frame-reader.ts';
import { createInbox } from './inbox.ts';

/** What this channel needs of Node's `net.Socket`. */
export type ByteStream = {
  readonly writableLength: number;
  write(bytes: Uint8Array): unknown;
  end(callback: () => void): unknown;
  destroy(): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'close' | 'end' | 'error', listener: () => void): unknown;
};

/** A side that does not read is given up once this much waits for it. */
const MAX_UNSENT_BYTES = 2 * MAX_MESSAGE_BYTES;

/** Messages over a byte stream: each a frame of `length: u32 LE`, then the wire form. Garbage closes the channel. */
export function createSocketChannel(stream: ByteStream): Channel {
  const inbox = createInbox();
  const reader = createFrameReader(MAX_MESSAGE_BYTES);

  function breakOff(): void {
    inbox.close();
    stream.destroy();
  }

  stream.on('data', (bytes) => {
    for (const frame of readSafely(() => reader.push(bytes))) {
      const messages = readSafely(() => [decodeWire(frame)]);
      for (const message of messages) inbox.deliver(message);
    }
  });
  stream.on('end', breakOff);
  stream.on('close', breakOff);
  stream.on('error', breakOff);

  function readSafely<V>(read: () => Iterable<V>): Iterable<V> {
    if (inbox.isClosed()) return [];
    try {
      return read();
    } catch {
      // Whatever the other side is, it does not speak our wire form.
      breakOff();
      return [];
    }
  }

  return {
    send(message) {
      if (inbox.isClosed()) return;
      const wire = encodeWire(message);
      if (stream.writableLength > MAX_UNSENT_BYTES) return breakOff();
      const header = new Uint8Array(4);
      new DataView(header.buffer).setUint32(0, wire.byteLength, true);
      stream.write(header);
      stream.write(wire);
    },
    receive: inbox.receive,
    // What was sent before is still written out, then the stream goes.
    close: () => void (inbox.close() && stream.end(() => stream.destroy())),
    closed: inbox.closed,
  };
}
