import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { addSource } from '../code/add-source.ts';
import type { LineRange } from '../code/source-blocks.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { withoutEscapes } from './escapes.ts';

/** Events that are shown together. */
const MOST_LINES = 20;
/** What an event consists of beside its first line: a stack trace, a wrapped message. */
const GOES_ON = /^(?:\s|Caused by:|[)\]}])/;
const LONGEST_EVENT = 200;

/** Reads the output of programs: whole events in order, without the colours of a terminal. */
export function extractLog(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    addSource(builder, withoutEscapes(source), { blocksOf: eventBlocks });
    return {};
  });
}

/** Groups lines so that no event is parted from the lines that go on with it. */
export function eventBlocks(lines: readonly string[]): LineRange[] {
  const blocks: LineRange[] = [];
  let first = 0;
  for (let index = 1; index <= lines.length; index++) {
    const lineCount = index - first;
    const line = (lines[index] ?? '').trimEnd();
    const isEnd = index === lines.length || lineCount >= LONGEST_EVENT;
    const isBorder = line !== '' && !GOES_ON.test(line) && (lineCount >= MOST_LINES || (lines[index - 1] ?? '').trim() === '');
    if (!isEnd && !isBorder) continue;
    blocks.push({ first, last: index - 1 });
    first = index;
  }
  return blocks;
}
