import type { BlockKind } from '#engine/documents/documents.ts';
import { withoutIndent } from '../code/indentation.ts';
import type { DocumentBuilder } from '../document-builder.ts';

type Kind = Exclude<BlockKind, 'heading'>;

/** Collects the lines of a markup that is read line by line, until a line of another kind, or none, ends the block. */
export type LineBlocks = {
  /** Adds a line to the open block, or begins one where that is of another kind. */
  add(kind: Kind, line: string): void;
  end(): void;
};

/** In longer lines marks are left as they are: no person wrote them, and looking for their ends takes its time. */
export const LONGEST_MARKED = 20_000;

export function createLineBlocks(builder: DocumentBuilder): LineBlocks {
  let kind: Kind = 'paragraph';
  let lines: string[] = [];

  function end(): void {
    if (lines.length > 0) builder.add(kind, kind === 'code' ? withoutIndent(lines) : lines.join('\n'));
    lines = [];
  }

  return {
    add(next, line) {
      if (next !== kind) end();
      kind = next;
      lines.push(line);
    },
    end,
  };
}
