import type { en } from '../locales/en.ts';

/** One sentence, or its plural forms by `Intl.PluralRules` category; `other` is always there. */
export type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, Message>>;

type Placeholders<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type PlaceholdersOf<M> = M extends string ? Placeholders<M> : Placeholders<M[keyof M] & string>;

/** The values that a message needs, by the placeholders of its English form. */
export type MessageValues<K extends MessageKey> = Readonly<Record<PlaceholdersOf<(typeof en)[K]>, string | number>>;

type PlaceholderIn<Name> = Name extends string ? (sentence: `${string}{${Name}}${string}`) => void : never;
type WithAll<Names extends string> = [Names] extends [never]
  ? string
  : PlaceholderIn<Names> extends (sentence: infer Sentence) => void
    ? Sentence
    : never;

/**
 * A complete catalogue of a language with these plural forms: every key of the English one, each sentence with every
 * placeholder of the English sentence.
 */
export type Translation<Category extends Intl.LDMLPluralRule> = {
  readonly [K in MessageKey]: (typeof en)[K] extends string
    ? WithAll<PlaceholdersOf<(typeof en)[K]>>
    : Readonly<Record<Category, WithAll<PlaceholdersOf<(typeof en)[K]>>>>;
};
