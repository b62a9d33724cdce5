import { EngineError, type MethodName, type Table, type TopicName } from '#contract';
import type { Implementation } from '#rpc';
import type { ReconnectingClient } from '#hosts/node/reconnecting-client.ts';

/**
 * Answers a table by asking another side that answers it. A connection that breaks over there is `engineUnavailable`
 * to our client, whose own connection, to us, still stands; `connectionLost` would tell it to connect anew.
 */
export function forward<T extends Table>(table: T, client: ReconnectingClient<T>): Implementation<T> {
  const method =
    (name: MethodName<T>) =>
    async (params: never, { signal }: { signal: AbortSignal }) => {
      try {
        return await client.call(name, params, { signal });
      } catch (error) {
        throw isLost(error) ? new EngineError('engineUnavailable', 'the engine went away', { cause: error }) : error;
      }
    };
  const topic = (name: TopicName<T>) => (publish: (value: unknown) => void) => client.subscribe(name, publish);
  const keys = <K>(part: object, make: (name: never) => K): Record<string, K> =>
    Object.fromEntries(Object.keys(part).map((name) => [name, make(name as never)]));
  // The table's keys give the types above; a record built from its keys at run time cannot show it to the compiler.
  return { methods: keys(table.methods, method), topics: keys(table.topics, topic) } as unknown as Implementation<T>;
}

function isLost(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'connectionLost';
}
