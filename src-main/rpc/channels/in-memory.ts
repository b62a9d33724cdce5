import type { Channel } from '../channel.ts';
import { createInbox } from './inbox.ts';

/** Two ends in one process. Messages are cloned and arrive in a later microtask, as over any other transport. */
export function createInMemoryPair(): readonly [Channel, Channel] {
  const left = createInbox();
  const right = createInbox();

  function closeBoth(): void {
    left.close();
    right.close();
  }
  function end(own: typeof left, other: typeof left): Channel {
    return {
      send(message) {
        if (own.isClosed()) return;
        const copy = structuredClone(message);
        queueMicrotask(() => other.deliver(copy));
      },
      receive: own.receive,
      close() {
        own.close();
        // After what was sent before, as a stream would do it.
        queueMicrotask(closeBoth);
      },
      closed: own.closed,
    };
  }
  return [end(left, right), end(right, left)];
}
