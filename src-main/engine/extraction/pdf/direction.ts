/** The text of one drawn item. */
export type Piece = {
  readonly text: string;
  readonly itemIndex: number;
  /** Whether a space parts it from the piece before it in the same segment. */
  readonly isSpaceBefore: boolean;
};

type DirectedPiece = Piece & {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly isRightToLeft: boolean;
};

/** More than this many font sizes between two pieces is a space, drawn or not. */
const SPACE = 0.2;
/** Vowel signs and hamzas, which some programs draw one by one over letters that are there already. */
const MARKS = /^[\p{Mn}&&[\p{scx=Arabic}\p{scx=Hebrew}]]+$/v;
/** Starting further than this many font sizes before the end of the one before it, a piece is a word of its own drawn over it. */
const OVERLAP = 0.7;
/** Further back than this many font sizes, a piece was drawn out of order. */
const BACK_STEP = 0.3;

/** Whether a text is nothing but marks that belong to a letter drawn by itself. */
export function isMarksAlone(text: string): boolean {
  return MARKS.test(text);
}

/**
 * The pieces of one line in the order in which they are read. Each piece is in logical order already; where the line
 * mixes directions, or pieces were drawn out of order, their places on the page decide (rule L2 of the Unicode
 * bidirectional algorithm, with pieces for characters). Marks that were drawn by themselves follow the piece that they stand over.
 */
export function inReadingDirection(drawn: readonly DirectedPiece[], isBaseRightToLeft: boolean): Piece[] {
  const letters = drawn.filter(({ text }) => !isMarksAlone(text));
  if (letters.length === 0) return drawn.map((piece) => withSpace(piece, piece.isSpaceBefore));
  const ordered = ofLetters(letters, isBaseRightToLeft);
  if (letters.length === drawn.length) return ordered;
  const marks = Map.groupBy(
    drawn.filter(({ text }) => isMarksAlone(text)),
    (mark) => pieceUnder(mark, letters).itemIndex,
  );
  return ordered.flatMap((piece) => [piece, ...(marks.get(piece.itemIndex) ?? []).map((mark) => withSpace(mark, false))]);
}

/** The piece whose box holds the middle of a mark, else the nearest. */
function pieceUnder(mark: DirectedPiece, letters: readonly DirectedPiece[]): DirectedPiece {
  const middle = (mark.start + mark.end) / 2;
  const distance = ({ start, end }: DirectedPiece): number => Math.max(start - middle, middle - end, 0);
  return letters.reduce((nearest, piece) => (distance(piece) < distance(nearest) ? piece : nearest));
}

function ofLetters(drawn: readonly DirectedPiece[], isBaseRightToLeft: boolean): Piece[] {
  if (!drawn.some((piece, index) => piece.isRightToLeft || stepsBack(drawn[index - 1], piece))) {
    return drawn.map((piece, index) => withSpace(piece, piece.isSpaceBefore || isGap(drawn[index - 1], piece)));
  }
  const drawnAfter = new Map(drawn.map((piece, index) => [piece, drawn[index - 1]]));
  const visual = drawn.toSorted((left, right) => left.start - right.start);
  const isParted = (left: DirectedPiece | undefined, right: DirectedPiece): boolean =>
    left !== undefined &&
    (isGap(left, right) ||
      (right.isSpaceBefore && drawnAfter.get(right) === left) ||
      (left.isSpaceBefore && drawnAfter.get(left) === right));
  const runs = directionRuns(visual, isBaseRightToLeft);
  const ordered: Piece[] = [];
  for (const run of isBaseRightToLeft ? runs.toReversed() : runs) {
    const members = run.isRightToLeft ? run.members.toReversed() : run.members;
    for (const [index, piece] of members.entries()) {
      const place = visual.indexOf(piece);
      const neighbour = index === 0 ? outerNeighbour(visual, run.members, isBaseRightToLeft) : undefined;
      const isSpaceBefore =
        neighbour !== undefined
          ? isParted(...neighbour)
          : index > 0 && (run.isRightToLeft ? isParted(piece, visual[place + 1] ?? piece) : isParted(visual[place - 1], piece));
      ordered.push(withSpace(piece, isSpaceBefore));
    }
  }
  return ordered;
}

type Run = { readonly isRightToLeft: boolean; readonly members: DirectedPiece[] };

/** Neighbours on the page that read in one direction; a piece without letters or digits takes that of both sides, or the line's. */
function directionRuns(visual: readonly DirectedPiece[], isBaseRightToLeft: boolean): Run[] {
  const directions = visual.map((piece) => (piece.isRightToLeft ? true : /[\p{L}\p{N}]/u.test(piece.text) ? false : null));
  const runs: Run[] = [];
  for (const [index, piece] of visual.entries()) {
    const before = directions.slice(0, index).findLast((direction) => direction !== null) ?? isBaseRightToLeft;
    const after = directions.slice(index).find((direction) => direction !== null) ?? isBaseRightToLeft;
    const isRightToLeft = directions[index] ?? (before === after ? before : isBaseRightToLeft);
    const last = runs.at(-1);
    if (last?.isRightToLeft === isRightToLeft) last.members.push(piece);
    else runs.push({ isRightToLeft, members: [piece] });
  }
  return runs;
}

/** The two pieces, left then right on the page, between which the step from the run read before lies; undefined for the first run. */
function outerNeighbour(
  visual: readonly DirectedPiece[],
  members: readonly DirectedPiece[],
  isBaseRightToLeft: boolean,
): [DirectedPiece, DirectedPiece] | undefined {
  const edge = isBaseRightToLeft ? members.at(-1) : members[0];
  if (edge === undefined) return undefined;
  const place = visual.indexOf(edge);
  const other = visual[isBaseRightToLeft ? place + 1 : place - 1];
  if (other === undefined) return undefined;
  return isBaseRightToLeft ? [edge, other] : [other, edge];
}

function stepsBack(left: DirectedPiece | undefined, right: DirectedPiece): boolean {
  return left !== undefined && right.start < left.start - BACK_STEP * right.size;
}

function isGap(left: DirectedPiece | undefined, right: DirectedPiece): boolean {
  if (left === undefined) return false;
  const gap = right.start - left.end;
  const size = Math.max(left.size, right.size);
  return gap > SPACE * size || (-gap > Math.max(OVERLAP * size, charWidth(right)) && isWord(left.text) && isWord(right.text));
}

/** Fonts of glyphs drawn as pictures tell sizes far too small; the width on the page is right. */
function charWidth({ start, end, text }: DirectedPiece): number {
  return (end - start) / text.length;
}

/** Single characters are often marks set over their letter. */
function isWord(text: string): boolean {
  return /[\p{L}\p{N}]{2}/u.test(text);
}

function withSpace(piece: Piece, isSpaceBefore: boolean): Piece {
  return { text: piece.text, itemIndex: piece.itemIndex, isSpaceBefore };
}
