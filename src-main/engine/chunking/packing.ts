import { joinAnchors } from '#engine/documents/anchors.ts';
import { sumTokens, type Piece } from './cutter.ts';

/** What a chunk may hold. */
export type PackingLimits = {
  readonly maxTokens: number;
  /** How much of a split block may be repeated at the beginning of its next chunk. */
  readonly overlapTokens: number;
};

/** More than two sentences repeated bring no context, only weight. */
const MOST_REPEATED = 2;

/**
 * Distributes the pieces of one section over chunks, in order. Where several chunks are needed they come out about
 * equally long, instead of full ones and a rest of a few words whose vector says little.
 */
export function packPieces(pieces: readonly Piece[], limits: PackingLimits): Piece[][] {
  const chunks: Piece[][] = [];
  let chunk: Piece[] = [];
  let chunkTokens = 0;
  let tokensLeft = sumTokens(pieces);
  let target = evenShare(tokensLeft, limits.maxTokens);

  for (const piece of pieces) {
    const last = chunk.at(-1);
    if (last !== undefined && !belongs(piece)) {
      chunks.push(chunk);
      chunk = repeatedPieces(chunk, piece, limits);
      chunkTokens = sumTokens(chunk);
      target = evenShare(tokensLeft + chunkTokens, limits.maxTokens);
    }
    chunk.push(piece);
    chunkTokens += piece.tokens;
    tokensLeft -= piece.tokens;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;

  function belongs(piece: Piece): boolean {
    if (chunkTokens + piece.tokens > limits.maxTokens) return false;
    // A heading alone is no passage.
    if (chunk.every(({ block }) => block.kind === 'heading')) return true;
    // A passage is shown with one place: words found on the next page would be looked for in vain.
    if (!isOnePlace(chunk[0], piece)) return false;
    // Stop where the chunk comes closest to its even share.
    return chunkTokens + piece.tokens / 2 <= target;
  }
}

/** The last sentences of a chunk that ends inside a block, to begin the next chunk with. */
function repeatedPieces(chunk: readonly Piece[], next: Piece, { maxTokens, overlapTokens }: PackingLimits): Piece[] {
  const repeated: Piece[] = [];
  let tokens = 0;
  // Never the first piece: each chunk begins after the one before.
  for (let index = chunk.length - 1; index > 0 && repeated.length < MOST_REPEATED; index--) {
    const piece = chunk[index];
    if (piece === undefined || !piece.mayRepeat || !next.mayRepeat || piece.block !== next.block) break;
    tokens += piece.tokens;
    if (tokens > overlapTokens || tokens + next.tokens > maxTokens) break;
    repeated.unshift(piece);
  }
  return repeated;
}

function evenShare(tokens: number, maxTokens: number): number {
  return tokens / Math.max(1, Math.ceil(tokens / maxTokens));
}

function isOnePlace(first: Piece | undefined, second: Piece): boolean {
  const from = first?.block.anchor ?? null;
  const to = second.block.anchor;
  if (from === to) return true;
  return from !== null && to !== null && joinAnchors(from, to) !== null;
}
