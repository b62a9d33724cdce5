import type { Anchor } from '#contract';
import { joinAnchors } from '#engine/documents/anchors.ts';
import type { Chunk, ExtractedDocument } from '#engine/documents/documents.ts';
import { createCutter, sumTokens, type Piece } from './cutter.ts';
import { embeddingInput, headingOf } from './embedding-input.ts';
import { packPieces } from './packing.ts';
import { createSegmenterPool, type SegmenterPool } from './segmenters.ts';
import { sectionsOf, type Section } from './sections.ts';

/** Raised with every change that cuts a document differently: an index of another version is built again. */
export const CHUNKER_VERSION = 1;

/** However long title and heading path are, this share of the tokens stays for the text. */
const LEAST_TEXT_SHARE = 1 / 4;
/** Enough for a thought that a cut falls into, cheap to embed twice. */
const OVERLAP_SHARE = 1 / 8;
/** Fewer tokens hardly say what they are about: such a section goes on into the next one of its page. */
const SMALL_SHARE = 3 / 16;

export type ChunkingOptions = {
  /** Tokens of a text for the model, without special tokens; no token spans white space. */
  countTokens(text: string): number;
  /** What the model takes in one input, special tokens not counted. */
  readonly maxTokens: number;
  /** How much of a block that had to be split is repeated in its next chunk, at most. Default: an eighth of `maxTokens`. */
  readonly overlapTokens?: number;
  /** Hand in one pool for many documents: making a segmenter costs more than cutting a page. */
  readonly segmentersOf?: SegmenterPool;
};

/**
 * Cuts a document into chunks for retrieval, in reading order. A chunk holds whole blocks of one section where they fit
 * the model beside title and heading path, else whole sentences, words, at last characters; small sections go on into
 * the next one. Spans have no white space at their ends, ascend by start and by end, and together cover every other
 * character of the text; they overlap only inside a block that had to be split. Linear in the length of the text.
 */
export function chunkDocument(document: ExtractedDocument, options: ChunkingOptions): Chunk[] {
  const { countTokens } = options;
  const cut = createCutter(document, { countTokens, segmentersOf: options.segmentersOf ?? createSegmenterPool() });
  const overlapTokens = options.overlapTokens ?? Math.floor(options.maxTokens * OVERLAP_SHARE);
  const smallTokens = Math.floor(options.maxTokens * SMALL_SHARE);
  const chunks: Chunk[] = [];
  let carried: { pieces: Piece[]; maxTokens: number } = { pieces: [], maxTokens: options.maxTokens };

  const emit = (): void => {
    for (const pieces of packPieces(carried.pieces, { maxTokens: carried.maxTokens, overlapTokens })) {
      const chunk = toChunk(pieces, chunks.length, document.text);
      if (chunk !== null) chunks.push(chunk);
    }
  };

  for (const section of sectionsOf(document)) {
    const context = countTokens(embeddingInput(document.title, headingOf(section.headingPath), ''));
    const sectionTokens = Math.max(Math.ceil(options.maxTokens * LEAST_TEXT_SHARE), options.maxTokens - context);
    carried.maxTokens = Math.min(carried.maxTokens, sectionTokens);
    appendPieces(carried, section, cut);
    if (sumTokens(carried.pieces) < smallTokens) continue;
    emit();
    carried = { pieces: [], maxTokens: options.maxTokens };
  }
  emit();
  return chunks;
}

/** Cuts the blocks of a section; what follows headings leaves them room, so that no chunk is headings alone. */
function appendPieces(
  carried: { pieces: Piece[]; maxTokens: number },
  { blocks }: Section,
  cut: ReturnType<typeof createCutter>,
): void {
  for (const block of blocks) {
    const headingTokens = carried.pieces.every((piece) => piece.block.kind === 'heading') ? sumTokens(carried.pieces) : 0;
    const roomTokens = headingTokens > carried.maxTokens / 2 ? carried.maxTokens : carried.maxTokens - headingTokens;
    for (const piece of cut(block, roomTokens)) carried.pieces.push(piece);
  }
}

function toChunk(pieces: readonly Piece[], ordinal: number, text: string): Chunk | null {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    ordinal,
    span: { start: first.span.start, end: last.span.end },
    anchor: anchorOf(pieces),
    headingPath: headingPathOf(pieces, text),
  };
}

/** From the first piece's place as far as one place goes: a heading at the end of a page is shown with what follows it. */
function anchorOf(pieces: readonly Piece[]): Anchor | null {
  let joined: Anchor | null = pieces[0]?.block.anchor ?? null;
  let last = joined;
  for (const { block } of pieces) {
    if (block.anchor === last || block.anchor === null || joined === null) continue;
    last = block.anchor;
    joined = joinAnchors(joined, block.anchor) ?? joined;
  }
  return joined;
}

/** The path of the section that the chunk begins with: where it begins with headings, they are the end of the path. */
function headingPathOf(pieces: readonly Piece[], text: string): readonly string[] {
  const body = pieces.find(({ block }) => block.kind !== 'heading');
  if (body !== undefined) return body.block.headingPath;
  const heading = pieces.at(-1);
  return heading === undefined
    ? []
    : [...heading.block.headingPath, text.slice(heading.block.span.start, heading.block.span.end).trim()];
}
