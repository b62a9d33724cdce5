import type { Anchor } from '#contract';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { anchoredBuilder } from '../anchored-builder.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { readMarkdown } from '../markdown/markdown.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { outputTexts } from './outputs.ts';
import { fieldOf, linesOf, listOf } from './untyped.ts';

/** Reads a Jupyter notebook: prose as Markdown, code, and what the code printed, each with the number of its cell. */
export function extractNotebook(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    const notebook = parse(source);
    const cells = cellsOf(notebook);
    if (cells.length === 0 && !isNotebook(notebook)) addParagraphs(source, builder);
    let title: string | null = null;
    let author: string | null = null;
    const tags = new Set<string>();
    for (const [index, cell] of cells.entries()) {
      if (builder.isFull) break;
      const anchor: Anchor = { kind: 'cells', first: index + 1, last: index + 1 };
      const facts = addCell(cell, anchoredBuilder(builder, anchor));
      title ??= facts.title ?? null;
      author ??= facts.author ?? null;
      for (const tag of facts.tags ?? []) tags.add(tag);
    }
    const authors = listOf(fieldOf(fieldOf(notebook, 'metadata'), 'authors')).map((each) => fieldOf(each, 'name'));
    const named = authors.filter((name) => typeof name === 'string').join(', ');
    const declared = fieldOf(fieldOf(notebook, 'metadata'), 'title');
    return { title: typeof declared === 'string' ? declared : title, author: named === '' ? author : named, tags: [...tags] };
  });
}

function addCell(cell: unknown, builder: DocumentBuilder): ReturnType<typeof readMarkdown> {
  const text = linesOf(fieldOf(cell, 'source') ?? fieldOf(cell, 'input'));
  switch (fieldOf(cell, 'cell_type')) {
    case 'markdown':
      return readMarkdown(text, builder);
    case 'heading':
      builder.addHeading(Math.max(1, Number(fieldOf(cell, 'level')) || 1), text);
      return {};
    case 'code':
      builder.add('code', text);
      for (const { kind, text: output } of outputTexts(listOf(fieldOf(cell, 'outputs')))) {
        if (kind === 'markdown') readMarkdown(output, builder);
        else builder.add('code', output);
      }
      return {};
    default:
      addParagraphs(text, builder);
      return {};
  }
}

/** Since format 4 a notebook has cells, before that worksheets that have cells. */
function cellsOf(notebook: unknown): readonly unknown[] {
  const cells = fieldOf(notebook, 'cells');
  if (Array.isArray(cells)) return cells;
  return listOf(fieldOf(notebook, 'worksheets')).flatMap((sheet) => listOf(fieldOf(sheet, 'cells')));
}

function isNotebook(value: unknown): boolean {
  return fieldOf(value, 'nbformat') !== undefined;
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}
