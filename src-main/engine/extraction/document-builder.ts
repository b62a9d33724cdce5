import type { Anchor } from '#contract';
import type { Block, BlockKind, ExtractionOutcome } from '#engine/documents/documents.ts';

/** What the formats without pages know of a document beside its blocks. */
export type DocumentFacts = {
  readonly title?: string | null;
  readonly author?: string | null;
  /** As the file declares it; `extract` prefers what the text itself says. */
  readonly language?: string | null;
  readonly createdAt?: number | null;
  readonly modifiedAt?: number | null;
  readonly tags?: readonly string[];
};

/** Collects blocks in reading order into one text. */
export type DocumentBuilder = {
  /** Appends a block. `text` is trimmed; nothing is appended where nothing is left, or once the text is full. */
  add(kind: Exclude<BlockKind, 'heading'>, text: string, anchor?: Anchor | null): void;
  /** Appends a heading of a level from 1 (outermost) and makes it the one above what follows. */
  addHeading(level: number, text: string, anchor?: Anchor | null): void;
  /** True once the text limit cut something: reading on is of no use. */
  readonly isFull: boolean;
  /** The first heading of level 1, or null. */
  readonly mainHeading: string | null;
  finish(facts: DocumentFacts): ExtractionOutcome;
};

/** The entries of one list, and the rows of one table where each is a block, follow each other closely; everything else stands apart. */
const CLOSE_KINDS: ReadonlySet<BlockKind> = new Set(['listEntry', 'table']);

export function createDocumentBuilder({ maxTextChars }: { readonly maxTextChars: number }): DocumentBuilder {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  let isFull = false;
  let mainHeading: string | null = null;
  let open: { level: number; text: string }[] = [];
  let headingPath: readonly string[] = [];

  function append(kind: BlockKind, raw: string, anchor: Anchor | null): string | null {
    const text = clean(raw);
    if (text === '' || isFull) return null;
    const separator = length === 0 ? '' : CLOSE_KINDS.has(kind) && blocks.at(-1)?.kind === kind ? '\n' : '\n\n';
    const start = length + separator.length;
    const kept = cut(text, maxTextChars - start);
    isFull = kept.length < text.length;
    if (kept === '') return null;
    parts.push(separator, kept);
    length = start + kept.length;
    blocks.push({ kind, span: { start, end: length }, headingPath, anchor });
    return kept;
  }

  return {
    add: (kind, text, anchor = null) => void append(kind, text, anchor),
    addHeading(level, text, anchor = null) {
      open = open.filter((heading) => heading.level < level);
      headingPath = open.map((heading) => heading.text);
      const line = append('heading', text.replace(/\s+/g, ' '), anchor);
      if (line === null) return;
      if (level === 1) mainHeading ??= line;
      open.push({ level, text: line });
      headingPath = open.map((heading) => heading.text);
    },
    get isFull() {
      return isFull;
    },
    get mainHeading() {
      return mainHeading;
    },
    finish(facts) {
      if (blocks.length === 0) return { kind: 'skipped', reason: 'noText' };
      const text = parts.join('');
      const { title = null, author = null, language = null, createdAt = null, modifiedAt = null, tags = [] } = facts;
      return {
        kind: 'extracted',
        document: { text, blocks, pages: [], title, author: cleanAuthor(author), language, createdAt, modifiedAt, tags },
        partial: isFull ? 'textLimitReached' : null,
      };
    },
  };
}

const LONGEST_AUTHOR = 500;

/** On one line; null where nothing is left. */
function cleanAuthor(author: string | null): string | null {
  const cleaned = clean(author ?? '').replace(/\s+/g, ' ');
  return cleaned === '' ? null : cleaned.slice(0, LONGEST_AUTHOR).toWellFormed();
}

/** Stored and shown text holds neither NUL nor half a surrogate pair: neither survives UTF-8 and SQLite unchanged. */
function clean(text: string): string {
  const trimmed = text.trim().toWellFormed();
  return trimmed.includes('\0') ? trimmed.replaceAll('\0', '\ufffd') : trimmed;
}

function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return text
    .slice(0, Math.max(0, maxChars))
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
}
