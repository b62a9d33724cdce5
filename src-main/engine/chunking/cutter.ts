import type { Block, ExtractedDocument, Span } from '#engine/documents/documents.ts';
import { splitSentences } from '#engine/documents/sentences.ts';
import type { SegmenterPool } from './segmenters.ts';
import { splitLines, splitWords } from './words.ts';

/** A part of one block that no chunk border may fall into. Its span has no white space at the ends. */
export type Piece = {
  readonly span: Span;
  readonly tokens: number;
  readonly block: Block;
  /** True for the sentences of a block that had to be split: only these may be repeated in the next chunk. */
  readonly mayRepeat: boolean;
};

/** Texts with more characters per token are not language; counting all their tokens just to see that they do not fit is waste. */
const MOST_CHARS_PER_TOKEN = 24;
/** A block with fewer characters for each token that it may have will fit, in most languages. */
const FEWEST_CHARS_PER_TOKEN = 2.5;
/** No word is longer, but Chinese sentences and encoded data are, and count up to a token per unit. */
const LONGEST_WORD = 24;
/** Words of a sentence that does not fit are taken together up to this share of the tokens, to have fewer pieces to pack. */
const WORD_GROUP_SHARE = 1 / 8;

export type Cutter = (block: Block, maxTokens: number) => Piece[];

/** Cuts blocks into pieces that fit: the block whole, else its sentences (rows of tables, lines of code), else words. */
export type CutterOptions = { countTokens(text: string): number; readonly segmentersOf: SegmenterPool };

/** Cuts blocks into pieces that fit: the block whole, else its sentences (rows of tables, lines of code), else words. */
export function createCutter({ text, language }: ExtractedDocument, { countTokens, segmentersOf }: CutterOptions): Cutter {
  const segmenters = segmentersOf(language);

  /** The tokens of a span, or null where it does not fit. */
  function measure({ start, end }: Span, maxTokens: number): number | null {
    if (end - start > maxTokens * MOST_CHARS_PER_TOKEN) return null;
    const tokens = countTokens(text.slice(start, end));
    return tokens > maxTokens ? null : tokens;
  }

  function* cutSpan(
    span: Span,
    maxTokens: number,
    splits: readonly Split[],
  ): Generator<{ span: Span; tokens: number; split: Split | null }> {
    const [split, ...finer] = splits;
    if (split === undefined) return;
    if (split === 'words') return yield* groupWords(span, maxTokens);
    const parts = split === 'lines' ? splitLines(text, span) : splitSentences(text, span, segmenters.sentence);
    for (const part of parts) {
      const trimmed = trim(text, part);
      if (trimmed === null) continue;
      const tokens = measure(trimmed, maxTokens);
      if (tokens !== null) yield { span: trimmed, tokens, split };
      else yield* cutSpan(trimmed, maxTokens, finer);
    }
  }

  function* groupWords(span: Span, maxTokens: number): Generator<{ span: Span; tokens: number; split: Split | null }> {
    const groupTokens = Math.max(1, Math.floor(maxTokens * WORD_GROUP_SHARE));
    let group: { start: number; end: number; tokens: number } | null = null;
    for (const word of splitWords(text, span, { segmenters: segmenters, longestWord: Math.min(LONGEST_WORD, maxTokens) })) {
      const trimmed = trim(text, word);
      if (trimmed === null) continue;
      const tokens = countTokens(text.slice(trimmed.start, trimmed.end));
      if (group !== null && group.tokens + tokens <= groupTokens) {
        group.end = trimmed.end;
        group.tokens += tokens;
      } else {
        if (group !== null) yield { span: { start: group.start, end: group.end }, tokens: group.tokens, split: 'words' };
        group = { ...trimmed, tokens };
      }
    }
    if (group !== null) yield { span: { start: group.start, end: group.end }, tokens: group.tokens, split: 'words' };
  }

  return (block, maxTokens) => {
    const span = trim(text, block.span);
    if (span === null) return [];
    // Counting the tokens of a block only to split it and count them again would double the work of the whole chunker.
    const tokens = span.end - span.start > maxTokens * FEWEST_CHARS_PER_TOKEN ? null : measure(span, maxTokens);
    if (tokens !== null) return [{ span, tokens, block, mayRepeat: false }];
    const splits: readonly Split[] =
      block.kind === 'table' || block.kind === 'code' ? ['lines', 'words'] : ['sentences', 'lines', 'words'];
    const pieces = Array.from(cutSpan(span, maxTokens, splits), (part) => ({
      span: part.span,
      tokens: part.tokens,
      block,
      mayRepeat: part.split === 'sentences',
    }));
    const sum = sumTokens(pieces);
    return sum <= maxTokens ? [{ span, tokens: sum, block, mayRepeat: false }] : pieces;
  };
}

/** Tokens add up: none spans the white space between two pieces. */
export function sumTokens(pieces: readonly Piece[]): number {
  let sum = 0;
  for (const { tokens } of pieces) sum += tokens;
  return sum;
}

type Split = 'sentences' | 'lines' | 'words';

/** The span without white space at its ends, or null where nothing is left. */
function trim(text: string, { start, end }: Span): Span | null {
  const slice = text.slice(start, end);
  const trimmedStart = start + slice.length - slice.trimStart().length;
  const trimmedEnd = start + slice.trimEnd().length;
  return trimmedStart < trimmedEnd ? { start: trimmedStart, end: trimmedEnd } : null;
}
