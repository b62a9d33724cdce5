import {
  contract,
  EngineError,
  type Contract,
  type MethodName,
  type ParamsInput,
  type Result,
  type TopicName,
  type TopicValue,
} from '#contract';
import { createClient, type Channel, type Client } from '#rpc';

/**
 * `connecting`: never connected yet. `open`: the engine answers. `lost`: it was there and is being reconnected.
 * `signedOut`: the host wants a new token; `outdated`: the engine speaks another protocol. The last two are final.
 */
export type ConnectionStatus = 'connecting' | 'open' | 'lost' | 'signedOut' | 'outdated';

type CallOptions = { readonly signal?: AbortSignal };

/** The engine as the page sees it: one connection that outlives its channels. */
export type Connection = {
  /** Calls once. Errors: those of the method; `connectionLost` at once while there is no connection. */
  call<M extends MethodName<Contract>>(
    method: M,
    params: ParamsInput<Contract, M>,
    options?: CallOptions,
  ): Promise<Result<Contract, M>>;
  /**
   * Calls a method that only reads: waits for a connection, and asks again where the engine went away meanwhile.
   * Errors: those of the method; `cancelled`.
   */
  ask<M extends MethodName<Contract>>(
    method: M,
    params: ParamsInput<Contract, M>,
    options?: CallOptions,
  ): Promise<Result<Contract, M>>;
  /** Delivers the newest values across reconnections, each beginning with a snapshot, until the returned function is called. */
  subscribe<N extends TopicName<Contract>>(topic: N, receiver: (value: TopicValue<Contract, N>) => void): () => void;
  /** Tells the status now and at each change, with what the host can do, until the returned function is called. */
  watch(receiver: (status: ConnectionStatus, capabilities: readonly string[]) => void): () => void;
  close(): void;
};

export type ConnectionOptions = {
  /** Opens a channel to the host. Errors: `notAllowed` ends all tries; any other leads to another try. */
  readonly openChannel: () => Promise<Channel>;
  /** How long to wait before the nth try in a row, from 1. */
  readonly backOffMs?: (attempt: number) => number;
};

const FIRST_BACK_OFF_MS = 200;
// A person looks at the page while the engine restarts: longer pauses would only be waited for.
const LONGEST_BACK_OFF_MS = 3000;
// The host answers, its engine not yet.
const UNAVAILABLE_PAUSE_MS = 500;

export function createConnection({ openChannel, backOffMs = doubling }: ConnectionOptions): Connection {
  let status: ConnectionStatus = 'connecting';
  let capabilities: readonly string[] = [];
  let current: Client<Contract> | undefined;
  let isClosed = false;
  const receivers = new Set<(status: ConnectionStatus, capabilities: readonly string[]) => void>();
  const subscriptions = new Set<(client: Client<Contract>) => void>();

  function become(next: ConnectionStatus): void {
    status = next;
    for (const receiver of receivers) receiver(status, capabilities);
  }

  async function run(): Promise<void> {
    for (let attempt = 1; !isClosed; attempt += 1) {
      try {
        const client = createClient(contract, await openChannel());
        capabilities = await client.capabilities;
        if (isClosed) return client.close();
        attempt = 0;
        current = client;
        for (const subscribe of subscriptions) subscribe(client);
        become('open');
        await client.closed;
        current = undefined;
      } catch (error) {
        const final = finalStatus(error);
        if (final !== undefined) return become(final);
      }
      if (isClosed) return;
      if (status === 'open') become('lost');
      await pause(backOffMs(attempt + 1));
    }
  }

  function opened(signal: AbortSignal | undefined): Promise<Client<Contract>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelled());
      if (current !== undefined) return resolve(current);
      const settle = (): void => {
        receivers.delete(check);
        signal?.removeEventListener('abort', onAbort);
      };
      const check = (): void => {
        if (current === undefined) return;
        settle();
        resolve(current);
      };
      const onAbort = (): void => {
        settle();
        reject(cancelled());
      };
      receivers.add(check);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  void run();

  return {
    call(method, params, options) {
      if (current === undefined) return Promise.reject(new EngineError('connectionLost', 'there is no connection to the engine'));
      return current.call(method, params, options);
    },
    async ask(method, params, options = {}) {
      for (;;) {
        const client = await opened(options.signal);
        try {
          return await client.call(method, params, options);
        } catch (error) {
          if (!isPassing(error)) throw error;
          if (error.code === 'engineUnavailable') await pause(UNAVAILABLE_PAUSE_MS);
          else if (current === client) current = undefined;
        }
      }
    },
    subscribe(topic, receiver) {
      let stop: (() => void) | undefined;
      const subscribe = (client: Client<Contract>): void => {
        stop = client.subscribe(topic, receiver);
      };
      subscriptions.add(subscribe);
      if (current !== undefined) subscribe(current);
      return () => {
        subscriptions.delete(subscribe);
        stop?.();
      };
    },
    watch(receiver) {
      receivers.add(receiver);
      receiver(status, capabilities);
      return () => receivers.delete(receiver);
    },
    close() {
      isClosed = true;
      current?.close();
    },
  };
}

function doubling(attempt: number): number {
  return Math.min(FIRST_BACK_OFF_MS * 2 ** (attempt - 1), LONGEST_BACK_OFF_MS);
}

function finalStatus(error: unknown): ConnectionStatus | undefined {
  if (!(error instanceof EngineError)) throw error;
  if (error.code === 'notAllowed') return 'signedOut';
  return error.code === 'protocolMismatch' ? 'outdated' : undefined;
}

function isPassing(error: unknown): error is EngineError {
  return error instanceof EngineError && (error.code === 'connectionLost' || error.code === 'engineUnavailable');
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'the call was cancelled before there was a connection');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
