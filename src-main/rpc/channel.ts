/**
 * A two-way stream of messages between exactly two ends. Messages arrive once and in order. After `close`, by either
 * end or by the other side's death, nothing more arrives, `closed` resolves, and `send` does nothing.
 */
export type Channel = {
  /** Sends a structured-cloneable value; channels over JSON carry `Uint8Array` and `Float32Array` in binary frames. */
  send(message: unknown): void;
  /** Registers the one receiver; messages that came before it are kept and delivered first. */
  receive(receiver: (message: unknown) => void): void;
  close(): void;
  readonly closed: Promise<void>;
};
