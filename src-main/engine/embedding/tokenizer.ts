import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { loadManifest } from './manifest.ts';
import { modelUnusable } from './model-fault.ts';
import { createTokenCounter, type TokenCounter } from './token-counter.ts';

/** A model's tokenizer with truncation of its own. Special tokens that stand in a text are taken as plain text. */
export type ModelTokenizer = {
  /** Token ids with the model's special tokens, cut to `maxTokens` so that the trailing special token stays. */
  encode(text: string): Int32Array;
  /**
   * A pair as a cross-encoder reads it. `first` is cut to three quarters of `maxTokens`, then `second` alone to what is
   * left: for a shorter first text what transformers gives with `truncation='only_second'`.
   */
  encodePair(first: string, second: string): EncodedPair;
  /** Tokens of the whole text, without special tokens and without a limit. */
  countTokens(text: string): number;
  /** The most tokens `encode` returns, special tokens included. */
  readonly maxTokens: number;
  /** How many of them are special tokens. */
  readonly specialTokens: number;
};

/** `segments`: for each id 0 where it belongs to the first text and 1 where to the second. */
export type EncodedPair = { readonly ids: Int32Array; readonly segments: Int32Array };

/** What a manifest says of a tokenizer. */
export type TokenizerRules = {
  readonly tokenizer?: { readonly file: string; readonly config: string } | undefined;
  readonly text?: { readonly maxTokens: number; readonly appendIds: readonly number[] } | undefined;
};

/** Of a pair, the share of all tokens that its first text may have: transformers itself refuses a longer one. */
const FIRST_SHARE = 3 / 4;
/** Invisible, never whitespace, and dropped by the normaliser: it breaks a special token without adding a token. */
const WORD_JOINER = '\u2060';
/** A vocabulary's worth of running words; cleared when full, which costs less than keeping an order. */
const CACHED_WORDS = 50_000;
const LONGEST_CACHED_WORD = 64;
/** `encode` reads no further into a run without white space: far beyond what any token limit can use. */
const LONGEST_ENCODED_WORD = 65_536;
/** What BERT's normaliser turns into a space. It drops other controls (vertical tab, U+FEFF), joining their neighbours. */
const NOT_SPACE = /[^\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
/** What BERT's pre-tokenizer sets apart inside such a run: each punctuation mark and each ideograph (of the first plane here). */
const APART = String.raw`\p{P}!-/:-@\[-\u0060{-~\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff`;
const PIECES = new RegExp(`[${APART}]|[^${APART}]+`, 'gu');
/** Lower-cased by what follows it, also beyond a punctuation mark: words that hold it are never cut. */
const CAPITAL_SIGMA = 'Σ';

const tokenizerFile = z.looseObject({
  model: z.looseObject({
    type: z.literal('WordPiece'),
    vocab: z.record(z.string(), z.int()),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.int().positive(),
  }),
  normalizer: z.looseObject({
    type: z.literal('BertNormalizer'),
    clean_text: z.literal(true),
    handle_chinese_chars: z.literal(true),
    strip_accents: z.literal(true).nullable(),
    lowercase: z.literal(true),
  }),
  pre_tokenizer: z.looseObject({ type: z.literal('BertPreTokenizer') }),
  added_tokens: z.array(z.looseObject({ content: z.string(), special: z.boolean().optional() })),
});

/**
 * Loads the tokenizer of a model folder. Only BERT's WordPiece so far: there no token crosses white space, so words are
 * tokenised one by one and remembered. Errors: modelUnusable.
 */
export async function loadTokenizer(modelFolder: string, manifest?: TokenizerRules): Promise<ModelTokenizer> {
  const { tokenizer: files, text } = manifest ?? (await loadManifest(modelFolder));
  if (files === undefined || text === undefined) throw modelUnusable('unsupportedFeature', 'the model takes no text');
  if (text.appendIds.length > 0) throw modelUnusable('unsupportedFeature', 'appended ids are not supported yet');
  const [json, config] = await Promise.all([readJson(modelFolder, files.file), readJson(modelFolder, files.config)]);
  const parsed = tokenizerFile.safeParse(json);
  if (!parsed.success)
    throw modelUnusable('unsupportedFeature', 'only the WordPiece tokenizer of BERT is supported yet', parsed.error);
  const words = createWordTokenizer(parsed.data, config);
  return createTokenizer(words, parsed.data.model, text.maxTokens);
}

type WordTokenizer = {
  /** Ids of one run without white space, special tokens neutralised. */
  idsOf(word: string): readonly number[];
  readonly prefix: readonly number[];
  readonly suffix: readonly number[];
  /** What stands between the texts of a pair, and behind them. */
  readonly between: readonly number[];
  readonly pairSuffix: readonly number[];
};

function createTokenizer(
  { idsOf, prefix, suffix, between, pairSuffix }: WordTokenizer,
  model: z.infer<typeof tokenizerFile>['model'],
  maxTokens: number,
): ModelTokenizer {
  const specialTokens = prefix.length + suffix.length;
  const vocabulary = {
    pieces: Object.keys(model.vocab),
    continuingPrefix: model.continuing_subword_prefix,
    maxWordChars: model.max_input_chars_per_word,
  };
  /** Made with the first count: a process that only embeds never counts. */
  let counter: TokenCounter | null = null;

  function countWordByWord(text: string): number {
    let count = 0;
    for (const [word] of text.matchAll(NOT_SPACE)) count += idsOf(word).length;
    return count;
  }

  const buffer = new Int32Array(maxTokens);

  /** Writes at `start` what fits before `end` of a text, and returns where it ends. */
  function write(text: string, start: number, end: number): number {
    let length = start;
    for (const [word] of text.matchAll(NOT_SPACE)) {
      for (const id of idsOf(word.slice(0, LONGEST_ENCODED_WORD))) {
        if (length === end) return length;
        buffer[length++] = id;
      }
    }
    return length;
  }

  function writeIds(ids: readonly number[], start: number): number {
    buffer.set(ids, start);
    return start + ids.length;
  }

  return {
    maxTokens,
    specialTokens,
    encode(text) {
      const length = write(text, writeIds(prefix, 0), maxTokens - suffix.length);
      return buffer.slice(0, writeIds(suffix, length));
    },
    encodePair(first, second) {
      const start = writeIds(prefix, 0);
      const firstEnd = write(first, start, start + Math.floor(maxTokens * FIRST_SHARE));
      const secondStart = writeIds(between, firstEnd);
      const length = writeIds(pairSuffix, write(second, secondStart, maxTokens - pairSuffix.length));
      return { ids: buffer.slice(0, length), segments: new Int32Array(length).fill(1, secondStart) };
    },
    countTokens(text) {
      counter ??= createTokenCounter(vocabulary, countWordByWord);
      return counter(text);
    },
  };
}

function createWordTokenizer(json: z.infer<typeof tokenizerFile>, config: object): WordTokenizer {
  const tokenizer = new Tokenizer(json, config);
  const specials = json.added_tokens.map(({ content }) => content);
  const cache = new Map<string, readonly number[]>();

  function idsOf(word: string): readonly number[] {
    const cached = cache.get(word);
    if (cached !== undefined) return cached;
    const ids = word.includes(CAPITAL_SIGMA) ? encode(word) : (word.match(PIECES) ?? []).flatMap(idsOfPiece);
    remember(word, ids);
    return ids;
  }

  /** Cut this small, nearly every piece has been seen before: `word`, not `(word),`. */
  function idsOfPiece(piece: string): readonly number[] {
    const cached = cache.get(piece);
    if (cached !== undefined) return cached;
    const ids = encode(piece);
    remember(piece, ids);
    return ids;
  }

  function encode(text: string): readonly number[] {
    return tokenizer.encode(neutralise(text, specials), { add_special_tokens: false }).ids;
  }

  function remember(word: string, ids: readonly number[]): void {
    if (word.length > LONGEST_CACHED_WORD) return;
    if (cache.size >= CACHED_WORDS) cache.clear();
    cache.set(word, ids);
  }

  const inner = idsOf('a');
  const framed = tokenizer.encode('a').ids;
  const start = framed.indexOf(inner[0] ?? -1);
  if (inner.length !== 1 || start < 0) throw modelUnusable('tokenizerInvalid', 'the tokenizer cannot encode a single letter');
  const pair = tokenizer.encode('a', { text_pair: 'a' }).ids;
  const second = pair.lastIndexOf(framed[start] ?? -1);
  return {
    idsOf,
    prefix: framed.slice(0, start),
    suffix: framed.slice(start + 1),
    between: pair.slice(start + 1, second),
    pairSuffix: pair.slice(second + 1),
  };
}

function neutralise(word: string, specials: readonly string[]): string {
  let result = word;
  for (const special of specials) {
    if (result.includes(special)) result = result.replaceAll(special, special.slice(0, 1) + WORD_JOINER + special.slice(1));
  }
  return result;
}

async function readJson(modelFolder: string, file: string): Promise<object> {
  try {
    return z.looseObject({}).parse(JSON.parse(await readFile(path.join(modelFolder, file), 'utf8')));
  } catch (cause) {
    throw modelUnusable('tokenizerInvalid', `${file} cannot be read`, cause);
  }
}
