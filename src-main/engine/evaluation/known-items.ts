import type { KnownItemKind } from '#contract';
import { createUniform } from './random.ts';

/** A document that queries can be made of. */
export type KnownDocument = {
  /** Equal for copies of one file: finding any of them is finding it. */
  readonly target: string;
  readonly title: string | null;
  /** ISO 639-1 code, or null. */
  readonly language: string | null;
  /** `heading`: all headings above the passage, joined by ` › `. */
  readonly passages: readonly { readonly heading: string; readonly text: string }[];
};

export type KnownItem = {
  readonly kind: KnownItemKind;
  readonly query: string;
  readonly target: string;
  readonly language: string | null;
};

const HEADING_SEPARATOR = ' › ';
/** Fewer letters name too much ("Notes", "Introduction"); a sign of a script without spaces says as much as two or three letters. */
const LEAST_LETTERS = 10;
const LETTERS_OF_A_SIGN = 2.5;
const LONGEST_NAME_CHARS = 200;
/** Shorter sentences say nothing of their own, longer ones nobody types. */
const SENTENCE_LETTERS = { least: 40, most: 250 };
/** Below this share of letters and spaces it is a table, a formula or code. */
const LEAST_PROSE = 0.85;

/**
 * Draws queries whose answer is known: one from as many documents as there are before a second one from any, its kind by
 * chance. A query that would lead to two different documents is left out. The same documents, seed and limit give the
 * same queries. `documents` come in the order in which they are to be used.
 */
export function makeKnownItems(
  documents: readonly KnownDocument[],
  { limit, seed }: { readonly limit: number; readonly seed: number },
): KnownItem[] {
  const uniform = createUniform(seed);
  const candidates = documents.map((document) => itemsOf(document, uniform));
  const targets = new Map<string, Set<string>>();
  for (const { query, target } of candidates.flat()) {
    const known = targets.get(foldQuery(query));
    if (known === undefined) targets.set(foldQuery(query), new Set([target]));
    else known.add(target);
  }
  const items: KnownItem[] = [];
  const asked = new Set<string>();
  const rounds = Math.max(0, ...candidates.map((each) => each.length));
  for (let round = 0; round < rounds && items.length < limit; round++) {
    for (const each of candidates) {
      const item = each[round];
      if (item === undefined || items.length === limit) continue;
      const folded = foldQuery(item.query);
      if (targets.get(folded)?.size !== 1 || asked.has(folded)) continue;
      asked.add(folded);
      items.push(item);
    }
  }
  return items;
}

/** Takes turns between the languages, each in its own order: the rare ones are asked for as often as the common ones. */
export function spreadLanguages<D extends { readonly language: string | null }>(documents: readonly D[]): D[] {
  const byLanguage = [...Map.groupBy(documents, ({ language }) => language).values()];
  const longest = Math.max(0, ...byLanguage.map((each) => each.length));
  return Array.from({ length: longest }, (_, index) => byLanguage.flatMap((each) => each.slice(index, index + 1))).flat();
}

/** All that one document can be asked by, kinds taking turns in an order of its own. */
function itemsOf({ target, title, language, passages }: KnownDocument, uniform: () => number): KnownItem[] {
  const headings = passages.map(({ heading }) => heading.split(HEADING_SEPARATOR).at(-1)?.trim() ?? '');
  const byKind: { kind: KnownItemKind; queries: string[] }[] = [
    { kind: 'title', queries: title !== null && isTelling(title) ? [title.trim()] : [] },
    { kind: 'heading', queries: [...new Set(headings)].filter((heading) => isTelling(heading) && heading !== title?.trim()) },
    { kind: 'sentence', queries: passages.flatMap(({ text }) => pickSentence(text, language, uniform) ?? []) },
  ];
  const kinds = shuffle(byKind, uniform);
  const rounds = Math.max(...kinds.map(({ queries }) => queries.length));
  return Array.from({ length: rounds }, (_, round) =>
    kinds.flatMap(({ kind, queries }) => queries.slice(round, round + 1).map((query) => ({ kind, query, target, language }))),
  ).flat();
}

/** Says enough to mean one document, and is no file name. */
function isTelling(name: string): boolean {
  return name.length <= LONGEST_NAME_CHARS && letterCount(name) >= LEAST_LETTERS && !/\.\w{2,4}$/.test(name.trim());
}

function pickSentence(text: string, language: string | null, uniform: () => number): string | null {
  const sentences = text
    .split(/\n\s*\n/)
    .flatMap((paragraph) => splitSentences(paragraph, language))
    .filter(isProse);
  return sentences[Math.floor(uniform() * sentences.length)] ?? null;
}

function splitSentences(paragraph: string, language: string | null): string[] {
  const segmenter = new Intl.Segmenter(language ?? 'en', { granularity: 'sentence' });
  return Array.from(segmenter.segment(paragraph.replace(/\s+/g, ' ')), ({ segment }) => segment.trim());
}

function isProse(sentence: string): boolean {
  const letters = letterCount(sentence);
  if (letters < SENTENCE_LETTERS.least || letters > SENTENCE_LETTERS.most) return false;
  return (sentence.match(/[\p{L}\p{M}\s]/gu)?.length ?? 0) >= LEAST_PROSE * (sentence.match(/./gsu)?.length ?? 0);
}

/** Letters, a sign of a script that writes words without spaces counting as several. */
function letterCount(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const signs = text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu)?.length ?? 0;
  return letters + signs * (LETTERS_OF_A_SIGN - 1);
}

function foldQuery(query: string): string {
  return query.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Fisher and Yates, on a copy. */
export function shuffle<V>(values: readonly V[], uniform: () => number): V[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    const moved = shuffled[last] as V;
    shuffled[last] = shuffled[other] as V;
    shuffled[other] = moved;
  }
  return shuffled;
}
