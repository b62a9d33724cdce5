import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineTable, EngineError, PROTOCOL_VERSION } from '#contract';
import { serve, type Channel } from '#rpc';

/** A table with one method for each thing that a channel could get wrong. */
export const conformanceTable = defineTable({
  methods: {
    echo: { params: z.unknown(), result: z.unknown() },
    /** Answers only after earlier calls, were they sent out of order. */
    append: { params: z.object({ word: z.string() }), result: z.array(z.string()) },
    measure: { params: z.object({ bytes: z.instanceof(Uint8Array) }), result: z.int() },
    fail: { params: z.object({}), result: z.null() },
    crash: { params: z.object({}), result: z.null() },
    /** Never answers, unless cancelled. */
    wait: { params: z.object({}), result: z.null() },
    countCancelled: { params: z.object({}), result: z.int() },
    secret: { params: z.object({}), result: z.string(), isHostOnly: true },
    misshapen: { params: z.object({}), result: z.number() },
    publish: { params: z.object({ value: z.int() }), result: z.null() },
    countSubscribers: { params: z.object({}), result: z.int() },
    sendGarbage: { params: z.object({}), result: z.null() },
    hangUp: { params: z.object({}), result: z.null() },
  },
  topics: { value: { value: z.int() } },
});

export type ServerBehaviour = { readonly isTrusted?: boolean; readonly protocol?: number };

/** Answers one client of `conformanceTable`; with a `protocol`, as an engine of that protocol would greet it. */
export function serveConformance(channel: Channel, { isTrusted = true, protocol = PROTOCOL_VERSION }: ServerBehaviour): void {
  if (protocol !== PROTOCOL_VERSION) {
    channel.receive(() => channel.send({ kind: 'hello', protocol, capabilities: [] }));
    return;
  }
  const words: string[] = [];
  const receivers = new Set<(value: number) => void>();
  let value = 1;
  let cancelled = 0;
  const methods = {
    echo: (params: unknown) => params,
    append: async ({ word }: { word: string }) => {
      words.push(word);
      await sleep(words.length === 1 ? 20 : 0);
      return [...words];
    },
    measure: ({ bytes }: { bytes: Uint8Array }) => bytes.reduce((sum, byte) => sum + byte, 0),
    fail: () => {
      throw new EngineError('folderNotFound', 'no such folder', { details: { depth: 3, name: 'a', known: false, none: null } });
    },
    crash: () => {
      throw new Error('a bug with /a/secret/path in it');
    },
    wait: (_params: object, { signal }: { signal: AbortSignal }) =>
      new Promise<null>((resolve) => {
        signal.addEventListener('abort', () => {
          cancelled += 1;
          resolve(null);
        });
      }),
    countCancelled: () => cancelled,
    secret: () => 'for hosts',
    misshapen: () => 'not a number' as unknown as number,
    publish: (params: { value: number }) => {
      value = params.value;
      for (const receiver of receivers) receiver(value);
      return null;
    },
    countSubscribers: () => receivers.size,
    sendGarbage: () => {
      channel.send({ kind: 'nonsense' });
      return null;
    },
    hangUp: () => {
      channel.close();
      return null;
    },
  };
  const topics = {
    value: (publish: (newValue: number) => void) => {
      receivers.add(publish);
      publish(value);
      return () => void receivers.delete(publish);
    },
  };
  serve(conformanceTable, { methods, topics }, channel, { isTrusted, capabilities: ['reveal'] });
}
