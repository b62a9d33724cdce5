import type { ZodType, infer as Infer, input as Input } from 'zod';

/** One callable of a table. Both schemas are checked where the message arrives, never where it is sent. */
export type Method = {
  readonly params: ZodType;
  readonly result: ZodType;
  /** Refused to clients that are not trusted with paths and secrets: a page in a browser, for one. */
  readonly isHostOnly?: true;
};

/** One stream of events: a snapshot on subscribing, then whole new values, the newest always delivered. */
export type Topic = { readonly value: ZodType };

export type Table = {
  readonly methods: Readonly<Record<string, Method>>;
  readonly topics: Readonly<Record<string, Topic>>;
};

/** Keeps the literal types of a table, from which client and implementation types are derived. */
export function defineTable<const T extends Table>(table: T): T {
  return table;
}

export type MethodName<T extends Table> = keyof T['methods'] & string;
export type TopicName<T extends Table> = keyof T['topics'] & string;
export type Params<T extends Table, M extends MethodName<T>> = Infer<T['methods'][M]['params']>;
export type ParamsInput<T extends Table, M extends MethodName<T>> = Input<T['methods'][M]['params']>;
export type Result<T extends Table, M extends MethodName<T>> = Infer<T['methods'][M]['result']>;
export type TopicValue<T extends Table, N extends TopicName<T>> = Infer<T['topics'][N]['value']>;
