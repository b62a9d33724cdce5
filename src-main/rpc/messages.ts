import { z } from 'zod';

/**
 * The wire form. Client to server: `hello | call | cancel | subscribe | unsubscribe`; server to client:
 * `hello | result | error | event`. Every message but the hello carries the id that the client chose.
 */
export const clientMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), protocol: z.int() }),
  z.object({ kind: z.literal('call'), id: z.int(), method: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
  z.object({ kind: z.literal('subscribe'), id: z.int(), topic: z.string() }),
  z.object({ kind: z.literal('unsubscribe'), id: z.int() }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const serverMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), protocol: z.int(), capabilities: z.array(z.string()) }),
  z.object({ kind: z.literal('result'), id: z.int(), value: z.unknown() }),
  z.object({
    kind: z.literal('error'),
    id: z.int(),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
  z.object({ kind: z.literal('event'), id: z.int(), value: z.unknown() }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;
