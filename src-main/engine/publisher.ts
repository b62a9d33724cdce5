/** Fans one value out to many subscribers, at most once every `intervalMs`, the newest value always delivered. */
export type Publisher<V> = {
  /** Says that the value may have changed; it is computed when it is sent. */
  touch(): void;
  subscribe(receiver: (value: V) => void): () => void;
  close(): void;
};

export function createPublisher<V>(compute: () => V, intervalMs: number): Publisher<V> {
  const receivers = new Set<(value: V) => void>();
  let timer: NodeJS.Timeout | undefined;
  let sentAtMs = -Infinity;

  function publish(): void {
    timer = undefined;
    sentAtMs = performance.now();
    if (receivers.size === 0) return;
    const value = compute();
    for (const receiver of receivers) receiver(value);
  }

  return {
    touch() {
      timer ??= setTimeout(publish, Math.max(0, intervalMs - (performance.now() - sentAtMs)));
      timer.unref();
    },
    subscribe(receiver) {
      receivers.add(receiver);
      receiver(compute());
      return () => receivers.delete(receiver);
    },
    close() {
      clearTimeout(timer);
      receivers.clear();
    },
  };
}
