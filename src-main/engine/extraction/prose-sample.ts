import type { BlockKind, ExtractedDocument } from '#engine/documents/documents.ts';

/** Names of columns and keys, programs and heads of messages are English in any country. */
const PROSE: ReadonlySet<BlockKind> = new Set(['paragraph', 'listEntry', 'quote', 'heading']);
/** What stands before the value in a row or a fact, and links. */
const NAME_OR_ADDRESS = /(?:^|\| )[^|:\n]{1,60}: |https?:\S{1,2000}/gm;
/** Less says less about the language than the rest of the document. */
const FEWEST_CHARS = 40;
const MOST_CHARS = 200_000;

/** The part of a document by which to tell its language: its prose, where it has any beside tables, code and metadata. */
export function proseSample({ text, blocks }: ExtractedDocument): string {
  if (blocks.every(({ kind }) => PROSE.has(kind))) return text;
  const prose = join(PROSE);
  if (prose.length >= FEWEST_CHARS) return prose;
  const body = join(new Set<BlockKind>([...PROSE, 'table', 'code'])).replace(NAME_OR_ADDRESS, ' ');
  return body.trim() === '' ? text : body;

  function join(kinds: ReadonlySet<BlockKind>): string {
    const parts: string[] = [];
    let chars = 0;
    for (const { kind, span } of blocks) {
      if (!kinds.has(kind)) continue;
      parts.push(text.slice(span.start, span.end));
      chars += span.end - span.start;
      if (chars > MOST_CHARS) break;
    }
    return parts.join('\n');
  }
}
