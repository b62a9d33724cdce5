import type { Block, ExtractedDocument } from '#engine/documents/documents.ts';

/** Neighbouring blocks below one heading, that heading first. `headingPath` includes it. */
export type Section = { readonly headingPath: readonly string[]; readonly blocks: readonly Block[] };

export function* sectionsOf({ text, blocks }: ExtractedDocument): Generator<Section> {
  let open: { headingPath: readonly string[]; blocks: Block[] } | null = null;
  for (const block of blocks) {
    const headingPath = block.kind === 'heading' ? [...block.headingPath, titleOf(text, block)] : block.headingPath;
    if (open !== null && block.kind !== 'heading' && isSamePath(open.headingPath, headingPath)) open.blocks.push(block);
    else {
      if (open !== null) yield open;
      open = { headingPath, blocks: [block] };
    }
  }
  if (open !== null) yield open;
}

function titleOf(text: string, { span }: Block): string {
  return text.slice(span.start, span.end).trim().replaceAll('\n', ' ');
}

function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  return left === right || (left.length === right.length && left.every((heading, index) => heading === right[index]));
}
