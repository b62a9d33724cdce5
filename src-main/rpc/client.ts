import type { MethodName, ParamsInput, Result, Table, TopicName, TopicValue } from '#contract';
import { EngineError, ERROR_CODES, PROTOCOL_VERSION, type ErrorCode } from '#contract';
import type { Channel } from './channel.ts';
import { serverMessage, type ClientMessage } from './messages.ts';

/** The calling end of a table. */
export type Client<T extends Table> = {
  /**
   * Calls a method. Aborting the signal tells the server and rejects at once with `cancelled`.
   * Errors: those of the method; `connectionLost` for every call pending when the channel closes.
   */
  call<M extends MethodName<T>>(method: M, params: ParamsInput<T, M>, options?: { signal?: AbortSignal }): Promise<Result<T, M>>;
  /** Delivers the snapshot, then each newer value, until the returned function is called or the channel closes. */
  subscribe<N extends TopicName<T>>(topic: N, receiver: (value: TopicValue<T, N>) => void): () => void;
  /** What the server's host can do, known once its hello has arrived. Errors: connectionLost, protocolMismatch. */
  readonly capabilities: Promise<readonly string[]>;
  close(): void;
  readonly closed: Promise<void>;
};

type PendingCall = { resolve(value: unknown): void; reject(error: unknown): void };

/**
 * Speaks `table` over `channel`. Results are parsed with the table's schemas: what arrives is what the types say.
 * In a page whose CSP forbids `unsafe-eval`, zod must be configured `jitless` before the first call.
 */
export function createClient<T extends Table>(table: T, channel: Channel): Client<T> {
  const calls = new Map<number, PendingCall & { method: MethodName<T> }>();
  const subscriptions = new Map<number, { topic: TopicName<T>; receiver: (value: never) => void }>();
  const capabilities = Promise.withResolvers<readonly string[]>();
  capabilities.promise.catch(() => undefined);
  let nextId = 1;
  let isClosed = false;

  const send = (message: ClientMessage): void => channel.send(message);

  function receive(raw: unknown): void {
    const parsedMessage = serverMessage.safeParse(raw);
    if (!parsedMessage.success) return channel.close();
    const message = parsedMessage.data;
    switch (message.kind) {
      case 'hello':
        if (message.protocol === PROTOCOL_VERSION) return capabilities.resolve(message.capabilities);
        end(
          () =>
            new EngineError('protocolMismatch', `engine speaks protocol ${message.protocol}, this client ${PROTOCOL_VERSION}`),
        );
        return channel.close();
      case 'result': {
        const call = takeCall(message.id);
        if (call === undefined) return;
        const parsed = table.methods[call.method]?.result.safeParse(message.value);
        if (parsed?.success === true) call.resolve(parsed.data);
        else call.reject(new EngineError('internal', `${call.method} returned an unexpected shape`, { cause: parsed?.error }));
        return;
      }
      case 'error':
        takeCall(message.id)?.reject(new EngineError(toErrorCode(message.code), message.message, { details: message.details }));
        return;
      case 'event': {
        const subscription = subscriptions.get(message.id);
        if (subscription === undefined) return;
        const parsed = table.topics[subscription.topic]?.value.safeParse(message.value);
        if (parsed?.success !== true) return channel.close();
        subscription.receiver(parsed.data as never);
        return;
      }
    }
  }

  function takeCall(id: number): (PendingCall & { method: MethodName<T> }) | undefined {
    const call = calls.get(id);
    calls.delete(id);
    return call;
  }

  /** Rejects all that waits; each with an error of its own, whose stack says who waited. */
  function end(toError: () => EngineError): void {
    isClosed = true;
    capabilities.reject(toError());
    for (const call of calls.values()) call.reject(toError());
    calls.clear();
    subscriptions.clear();
  }

  channel.receive(receive);
  void channel.closed.then(() => end(() => new EngineError('connectionLost', 'the connection to the engine closed')));
  send({ kind: 'hello', protocol: PROTOCOL_VERSION });

  return {
    call(method, params, { signal } = {}) {
      return new Promise((resolve, reject) => {
        if (isClosed) return reject(new EngineError('connectionLost', 'the connection to the engine is closed'));
        if (signal?.aborted === true) return reject(new EngineError('cancelled', `${method} was cancelled`));
        const id = nextId++;
        const onAbort = (): void => {
          if (!calls.delete(id)) return;
          send({ kind: 'cancel', id });
          reject(new EngineError('cancelled', `${method} was cancelled`));
        };
        const settle = <V>(deliver: (value: V) => void) => {
          return (value: V): void => {
            signal?.removeEventListener('abort', onAbort);
            deliver(value);
          };
        };
        // First, because a message that cannot be sent throws, and then nothing must be left waiting.
        send({ kind: 'call', id, method, params });
        calls.set(id, { method, resolve: settle(resolve as (value: unknown) => void), reject: settle(reject) });
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
    subscribe(topic, receiver) {
      const id = nextId++;
      subscriptions.set(id, { topic, receiver });
      send({ kind: 'subscribe', id, topic });
      return () => {
        if (subscriptions.delete(id)) send({ kind: 'unsubscribe', id });
      };
    },
    capabilities: capabilities.promise,
    close: () => channel.close(),
    closed: channel.closed,
  };
}

function toErrorCode(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal';
}
