import type { MethodName, Params, Result, Table, TopicName, TopicValue } from '#contract';
import { EngineError, PROTOCOL_VERSION } from '#contract';
import type { Channel } from './channel.ts';
import { clientMessage, type ServerMessage } from './messages.ts';

/** Handed to every method: aborted when the caller cancels or leaves. */
export type CallContext = { readonly signal: AbortSignal; readonly clientId: number };

type MethodImplementation<T extends Table, M extends MethodName<T>> = (
  params: Params<T, M>,
  context: CallContext,
) => Promise<Result<T, M>> | Result<T, M>;

/** Publishes values of one topic: `subscribe` must deliver the current value first. Returns how to stop. */
type TopicImplementation<V> = (publish: (value: V) => void) => () => void;

/** What answers a table: one function per method, one source per topic. */
export type Implementation<T extends Table> = {
  readonly methods: { readonly [M in MethodName<T>]: MethodImplementation<T, M> };
  readonly topics: { readonly [N in TopicName<T>]: TopicImplementation<TopicValue<T, N>> };
};

export type ServeOptions = {
  /** Told to the client in the hello. */
  readonly capabilities?: readonly string[];
  /** False: methods marked `isHostOnly` are refused with `notAllowed`. Default true. */
  readonly isTrusted?: boolean;
  /** Given each failure that is not an `EngineError`: a bug. It never carries parameters. */
  readonly onBug?: (method: string, error: unknown) => void;
};

let nextClientId = 1;

/**
 * Answers one client until its channel closes. Parameters are checked against the table before the method sees them;
 * an invalid message ends the channel, an invalid parameter only its call.
 */
export function serve<T extends Table>(
  table: T,
  implementation: Implementation<T>,
  channel: Channel,
  options: ServeOptions = {},
): void {
  const clientId = nextClientId++;
  const running = new Map<number, AbortController>();
  let hasGreeted = false;
  const subscriptions = new Map<number, () => void>();
  const send = (message: ServerMessage): void => channel.send(message);

  async function answer(id: number, method: string, raw: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const value = await invoke(method, raw, { signal: controller.signal, clientId });
      if (!controller.signal.aborted) send({ kind: 'result', id, value });
    } catch (error) {
      if (!(error instanceof EngineError)) options.onBug?.(method, error);
      if (!controller.signal.aborted) send({ kind: 'error', id, ...describe(error) });
    } finally {
      running.delete(id);
    }
  }

  async function invoke(method: string, raw: unknown, context: CallContext): Promise<unknown> {
    const definition = Object.hasOwn(table.methods, method) ? table.methods[method] : undefined;
    const run = Object.hasOwn(implementation.methods, method) ? implementation.methods[method as MethodName<T>] : undefined;
    if (definition === undefined || run === undefined) throw new EngineError('unknownMethod', `no method ${method}`);
    if (definition.isHostOnly === true && options.isTrusted === false) {
      throw new EngineError('notAllowed', `${method} is not open to this client`);
    }
    const params = definition.params.safeParse(raw);
    if (!params.success) throw new EngineError('invalidParams', params.error.message);
    return run(params.data as Params<T, MethodName<T>>, context);
  }

  function subscribe(id: number, topic: string): void {
    if (!Object.hasOwn(implementation.topics, topic) || subscriptions.has(id)) return;
    const source = implementation.topics[topic as TopicName<T>];
    subscriptions.set(
      id,
      source((value) => send({ kind: 'event', id, value })),
    );
  }

  channel.receive((raw) => {
    const parsed = clientMessage.safeParse(raw);
    if (!parsed.success) return channel.close();
    const message = parsed.data;
    if (message.kind !== 'hello' && !hasGreeted) return channel.close();
    switch (message.kind) {
      case 'hello':
        // A client of another protocol learns ours from the reply, and nothing else it says is read.
        hasGreeted = message.protocol === PROTOCOL_VERSION;
        return send({ kind: 'hello', protocol: PROTOCOL_VERSION, capabilities: [...(options.capabilities ?? [])] });
      case 'call':
        if (running.has(message.id)) return channel.close();
        return void answer(message.id, message.method, message.params);
      case 'cancel':
        return running.get(message.id)?.abort();
      case 'subscribe':
        return subscribe(message.id, message.topic);
      case 'unsubscribe':
        subscriptions.get(message.id)?.();
        subscriptions.delete(message.id);
    }
  });
  void channel.closed.then(() => {
    for (const controller of running.values()) controller.abort();
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  });
}

function describe(error: unknown): { code: string; message: string; details: EngineError['details'] } {
  if (error instanceof EngineError) return { code: error.code, message: error.message, details: error.details };
  return { code: 'internal', message: 'an unexpected error in the engine', details: {} };
}
