import type { Span } from '#engine/documents/documents.ts';
import { splitSentences } from '#engine/documents/sentences.ts';

/** A place in a passage where a term of the query stands. */
export type TermMatch = Span & { readonly term: string };

/** About three lines of a list. */
export const SNIPPET_CHARS = 280;
/** As much of them as a list beside the reader shows: what stands before the answer may not push it out of that. */
const NARROW_CHARS = 170;
/** What stands before the first match where a sentence is too long to be shown whole. */
const LEAD_CHARS = 60;
/** How far a cut inside a sentence looks for white space; texts without spaces are cut between characters. */
const WORD_CHARS = 30;
/** Shorter words of scripts with spaces are mostly articles, prepositions and the like. */
const TELLING_LETTERS = 6;
/** Blank lines, and lines that begin an entry of a list, end a sentence without a full stop. */
const PARAGRAPH_END = /\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•–]|\d{1,3}[.)])\s)/g;
const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/**
 * The part of a passage that answers best, as a range of UTF-16 units: whole sentences side by side, about
 * `SNIPPET_CHARS` at most, that have the most distinct terms of the query, rare and long ones counting more; of equals
 * those where they stand closest. What room is left goes to the sentences after and, as far as the answer stays in sight, before. A sentence that is too long
 * is cut between words. Without any match it is the beginning. Never splits a character that a reader sees as one.
 */
export type ChooseSnippet = (text: string, matches: readonly TermMatch[]) => Span;

/** Making its segmenters costs more than most passages: made once, used for all. */
export function createSnippetChooser(): ChooseSnippet {
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return (text, matches) => {
    const whole = trim(text, { start: 0, end: text.length });
    const chosen = whole.end - whole.start <= SNIPPET_CHARS ? whole : choose(text, matches, sentences);
    return onCharacters(text, chosen, graphemes);
  };
}

function choose(text: string, matches: readonly TermMatch[], segmenter: Intl.Segmenter): Span {
  const weights = weighTerms(matches);
  const pieces = splitPieces(text, segmenter).map((piece) =>
    piece.end - piece.start <= SNIPPET_CHARS ? piece : cutLong(text, piece, matches, weights),
  );
  let best = { from: 0, to: 0, cover: 0, density: 0 };
  for (let from = 0; from < pieces.length; from++) {
    for (let to = from; to < pieces.length && fits(pieces, from, to); to++) {
      const { cover, density } = rate(spanOf(pieces, from, to), matches, weights);
      if (cover > best.cover || (cover === best.cover && density > best.density)) best = { from, to, cover, density };
    }
  }
  let { from, to } = best;
  while (to + 1 < pieces.length && fits(pieces, from, to + 1)) to++;
  const answerEnd = spanOf(pieces, best.from, best.to).end;
  while (from > 0 && fits(pieces, from - 1, to) && answerEnd - spanOf(pieces, from - 1, to).start <= NARROW_CHARS) from--;
  return spanOf(pieces, from, to);
}

/** Common terms of a passage tell its sentences apart less than rare ones, and short words less than long ones. */
function weighTerms(matches: readonly TermMatch[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of matches) counts.set(term, (counts.get(term) ?? 0) + 1);
  for (const [term, count] of counts) {
    const telling = WITHOUT_SPACES.test(term) ? 1 : Math.min(term.length, TELLING_LETTERS) / TELLING_LETTERS;
    counts.set(term, telling / Math.sqrt(count));
  }
  return counts;
}

function rate(
  { start, end }: Span,
  matches: readonly TermMatch[],
  weights: ReadonlyMap<string, number>,
): { cover: number; density: number } {
  const covered = new Set<string>();
  let cover = 0;
  let sum = 0;
  for (const match of matches) {
    if (match.start < start || match.end > end) continue;
    const weight = weights.get(match.term) ?? 0;
    sum += weight;
    if (!covered.has(match.term)) cover += weight;
    covered.add(match.term);
  }
  return { cover, density: sum / (end - start) };
}

/** Sentences without the white space around them; empty ones are left out. */
export function splitPieces(text: string, segmenter: Intl.Segmenter): Span[] {
  const borders = [0, ...Array.from(text.matchAll(PARAGRAPH_END), ({ index }) => index + 1), text.length];
  return borders
    .slice(1)
    .flatMap((end, index) => splitSentences(text, { start: borders[index] ?? 0, end }, segmenter))
    .map((sentence) => trim(text, sentence))
    .filter(({ start, end }) => start < end);
}

function cutLong(text: string, sentence: Span, matches: readonly TermMatch[], weights: ReadonlyMap<string, number>): Span {
  const last = sentence.end - SNIPPET_CHARS;
  let best = { start: sentence.start, cover: 0 };
  for (const match of matches) {
    if (match.start < sentence.start || match.start >= sentence.end) continue;
    const start = Math.max(sentence.start, Math.min(match.start - LEAD_CHARS, last));
    const { cover } = rate({ start, end: start + SNIPPET_CHARS }, matches, weights);
    if (cover > best.cover) best = { start, cover };
  }
  const end = best.start + SNIPPET_CHARS;
  return {
    start: best.start === sentence.start ? best.start : afterSpace(text, best.start),
    end: end >= sentence.end ? sentence.end : beforeSpace(text, end),
  };
}

function afterSpace(text: string, position: number): number {
  const space = text.slice(position, position + WORD_CHARS).search(/\s/);
  return space === -1 ? position : position + space + 1;
}

function beforeSpace(text: string, position: number): number {
  const space = text.slice(position - WORD_CHARS, position + 1).search(/\s\S*$/);
  return space === -1 ? position : position - WORD_CHARS + space;
}

function fits(pieces: readonly Span[], from: number, to: number): boolean {
  const { start, end } = spanOf(pieces, from, to);
  return end - start <= SNIPPET_CHARS;
}

function spanOf(pieces: readonly Span[], from: number, to: number): Span {
  return { start: pieces[from]?.start ?? 0, end: pieces[to]?.end ?? 0 };
}

function trim(text: string, { start, end }: Span): Span {
  const shown = text.slice(start, end);
  return { start: start + shown.length - shown.trimStart().length, end: start + shown.trimEnd().length };
}

function onCharacters(text: string, { start, end }: Span, segmenter: Intl.Segmenter): Span {
  if (start >= end) return { start: 0, end: 0 };
  const characters = segmenter.segment(text);
  const last = characters.containing(end - 1);
  return {
    start: characters.containing(start)?.index ?? start,
    end: last === undefined ? end : last.index + last.segment.length,
  };
}
