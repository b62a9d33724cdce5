import type { MethodName, ParamsInput, Result, Table, TopicName, TopicValue } from '#contract';
import { EngineError } from '#contract';
import type { Client } from '#rpc';

const RETRY_MS = 1000;

/** A client that outlives its connections: what `Client` offers, less what belongs to one connection. */
export type ReconnectingClient<T extends Table> = {
  /** Connects first where there is no connection. A call that was under way when one broke is rejected with `connectionLost`. */
  call<M extends MethodName<T>>(method: M, params: ParamsInput<T, M>, options?: { signal?: AbortSignal }): Promise<Result<T, M>>;
  /** Delivers a new snapshot after each reconnection. */
  subscribe<N extends TopicName<T>>(topic: N, receiver: (value: TopicValue<T, N>) => void): () => void;
  close(): void;
};

type Subscription<T extends Table> = { attach(client: Client<T>): void };

/** Keeps a connection as long as somebody subscribes, and makes one for each call that finds none. */
export function createReconnectingClient<T extends Table>(connect: () => Promise<Client<T>>): ReconnectingClient<T> {
  const subscriptions = new Set<Subscription<T>>();
  let connecting: Promise<Client<T>> | null = null;
  let live: Client<T> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function connection(): Promise<Client<T>> {
    if (isClosed) return Promise.reject(new EngineError('connectionLost', 'this client is closed'));
    clearTimeout(retry);
    connecting ??= open();
    return connecting;
  }

  async function open(): Promise<Client<T>> {
    try {
      const client = await connect();
      if (isClosed) client.close();
      live = client;
      void client.closed.then(lose);
      for (const subscription of subscriptions) subscription.attach(client);
      return client;
    } catch (error) {
      lose();
      throw error;
    }
  }

  function lose(): void {
    connecting = null;
    live = null;
    if (isClosed || subscriptions.size === 0) return;
    retry = setTimeout(connectForSubscribers, RETRY_MS);
  }

  /** Why it failed is told to whoever calls; those who only listen wait for the next attempt. */
  function connectForSubscribers(): void {
    connection().catch(() => undefined);
  }

  return {
    async call(method, params, options) {
      const client = await connection();
      return client.call(method, params, options);
    },
    subscribe(topic, receiver) {
      let stop = (): void => undefined;
      const subscription: Subscription<T> = {
        attach(client) {
          stop = client.subscribe(topic, receiver);
        },
      };
      subscriptions.add(subscription);
      if (live === null) connectForSubscribers();
      else subscription.attach(live);
      return () => {
        subscriptions.delete(subscription);
        stop();
      };
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      live?.close();
    },
  };
}
