import type { Channel } from '../channel.ts';

/** The receiving half of a channel: keeps what comes before the receiver does, and ends everything at once on `close`. */
export type Inbox = Pick<Channel, 'receive' | 'closed'> & {
  deliver(message: unknown): void;
  /** True for the first call only, so that the caller tears down its transport once. */
  close(): boolean;
  isClosed(): boolean;
};

export function createInbox(): Inbox {
  const closed = Promise.withResolvers<void>();
  let waiting: unknown[] = [];
  let receiver: ((message: unknown) => void) | undefined;
  let hasClosed = false;

  return {
    deliver(message) {
      if (hasClosed) return;
      if (receiver === undefined) waiting.push(message);
      else receiver(message);
    },
    receive(newReceiver) {
      if (receiver !== undefined) throw new Error('a channel has exactly one receiver');
      receiver = newReceiver;
      const kept = waiting;
      waiting = [];
      for (const message of kept) {
        if (hasClosed) return;
        receiver(message);
      }
    },
    close() {
      if (hasClosed) return false;
      hasClosed = true;
      waiting = [];
      closed.resolve();
      return true;
    },
    isClosed: () => hasClosed,
    closed: closed.promise,
  };
}
