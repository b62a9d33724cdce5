import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder, DocumentFacts } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createLineBlocks, LONGEST_MARKED } from './line-blocks.ts';

const RULE = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/;
/** Comments, targets, and what stands for something that is not here. `.. note::` and the like lead text. */
const UNSEEN =
  /^\.\. (?:_|\||image::|figure::|include::|toctree::|highlight::|index::|contents::|raw::|meta::|literalinclude::|(?![\w-]+::))/;
const CODE_DIRECTIVE = /^\.\. (?:code|code-block|sourcecode|parsed-literal|math|prompt)::/;
const DIRECTIVE = /^\.\. [\w:-]{1,40}::[ \t]*/;
const LIST_ENTRY = /^[ \t]*(?:[-*+•][ \t]+|(?=(?:\d{1,9}|#)[.)][ \t]))(.*)$/;

/** Reads reStructuredText: underlined titles as headings, by the order in which their underlines first occur. */
export function extractRestructuredText(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, readRestructuredText);
}

function readRestructuredText(source: string, builder: DocumentBuilder): DocumentFacts {
  const blocks = createLineBlocks(builder);
  const lines = source.split('\n').map((line) => line.trimEnd());
  const styles: string[] = [];
  /** Lines that are indented more than this belong to code, or to nothing. */
  let inside: { readonly kind: 'code' | 'nothing'; readonly indent: number } | null = null;

  for (let index = 0; index < lines.length && !builder.isFull; index++) {
    const line = lines[index] ?? '';
    const indent = line.length - line.trimStart().length;
    if (inside !== null && (line === '' || indent > inside.indent)) {
      if (inside.kind === 'code' && !/^\s+:[\w-]{1,40}:/.test(line)) blocks.add('code', line);
      continue;
    }
    if (inside !== null) blocks.end();
    inside = null;
    const title = titleAt(lines, index);
    if (title !== null) {
      blocks.end();
      if (!styles.includes(title.style)) styles.push(title.style);
      builder.addHeading(styles.indexOf(title.style) + 1, plain(title.text));
      index += title.lineCount - 1;
      continue;
    }
    const text = line.trimStart();
    if (UNSEEN.test(text) || CODE_DIRECTIVE.test(text)) {
      blocks.end();
      inside = { kind: CODE_DIRECTIVE.test(text) ? 'code' : 'nothing', indent };
    } else if (text === '' || RULE.test(text)) blocks.end();
    else readText(text);
    if (inside === null && text.endsWith('::') && !DIRECTIVE.test(text)) {
      blocks.end();
      inside = { kind: 'code', indent };
    }
  }
  blocks.end();
  return { title: builder.mainHeading };

  function readText(text: string): void {
    const directive = DIRECTIVE.exec(text);
    if (directive !== null) blocks.end();
    const shown = directive === null ? text : text.slice(directive[0].length);
    const listed = LIST_ENTRY.exec(shown);
    if (listed !== null) {
      blocks.end();
      blocks.add('listEntry', plain(listed[1] ?? ''));
    } else if (/^\+[-=+]{3,}\+$|^=+(?: +=+)+$/.test(shown)) blocks.end();
    else if (/^\|.*\|$/.test(shown)) blocks.add('table', plain(tableRow(shown)));
    else if (shown !== '' && !/^:[\w-]{1,40}:$/.test(shown)) blocks.add('paragraph', plain(shown));
  }
}

/** A line with a rule below it that is as long, or a rule, a line and the same rule. */
function titleAt(
  lines: readonly string[],
  index: number,
): { readonly text: string; readonly style: string; readonly lineCount: number } | null {
  const [first = '', second = '', third = ''] = lines.slice(index, index + 3);
  const isRuled = (text: string, rule: string): boolean =>
    text.trim() !== '' && RULE.test(rule) && rule.length >= textWidth(text) - 1;
  if (RULE.test(first) && first === third && isRuled(second.trim(), first)) {
    return { text: second.trim(), style: `${first[0]}${first[0]}`, lineCount: 3 };
  }
  const isTitle = /^\S/.test(first) && !RULE.test(first) && isRuled(first, second);
  return isTitle ? { text: first, style: second[0] ?? '', lineCount: 2 } : null;
}

/** Rules may be as short as the letters are many, or twice that under letters that are two columns wide. */
function textWidth(text: string): number {
  return Array.from(text.trim().normalize('NFC')).length;
}

function tableRow(line: string): string {
  return line
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' | ');
}

function plain(text: string): string {
  if (text.length > LONGEST_MARKED) return text;
  return text
    .replace(/:[\w:+.-]{1,40}:`([^`<]{1,500}?)[ \t]*(?:<[^`>]{0,500}>)?`/g, '$1')
    .replace(/``([^`\n]{1,1000})``/g, '$1')
    .replace(/`([^`<\n]{1,500}?)[ \t]*(?:<[^`>\n]{0,500}>)?`_{0,2}/g, '$1')
    .replace(/\*\*(\S(?:[^*\n]{0,500}\S)?)\*\*/g, '$1')
    .replace(/(^|[\s(])\*(\S(?:[^*\n]{0,500}\S)?)\*(?=$|[\s).,;:!?])/g, '$1$2')
    .replace(/::$/, ':');
}
