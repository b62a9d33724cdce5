import { afterEach, expect, test } from 'vitest';
import { EngineError } from '#contract';
import { createConnection, type Connection } from '../client/connection.ts';
import { createLibraryDouble, resultOf, type LibraryDouble } from '../testing/library-double.ts';
import { ReaderState } from './reader-state.svelte.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const WHOLE = Array.from({ length: 3000 }, (_, line) => `Line ${line} of a long document.`).join('\n');

function setup(): { double: LibraryDouble; reader: ReaderState } {
  const double = createLibraryDouble();
  double.methods['library.documentText'] = ({ start, end }) => {
    const text = WHOLE.slice(start, end ?? undefined);
    return { path: '/files/1.md', title: 'Long', text, start, length: WHOLE.length, pages: [], anchors: [], encoding: null };
  };
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  return { double, reader: new ReaderState(connection) };
}

function longResult(...lines: number[]) {
  const result = resultOf(
    1,
    lines.map((line) => `Line ${line} of a long document.`),
    'long',
  );
  const passages = result.passages.map((passage) => {
    const start = WHOLE.indexOf(passage.text);
    return { ...passage, start, end: start + passage.text.length };
  });
  return { ...result, passages };
}

function markedText(reader: ReaderState): { passage: string; marked: string } {
  const pieces = reader.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.pieces : []));
  const join = (chosen: typeof pieces): string => chosen.map((piece) => piece.text).join('');
  return { passage: join(pieces.filter((piece) => piece.isPassage)), marked: join(pieces.filter((piece) => piece.isMarked)) };
}

test('a document opens around its passage, with the passage and its words marked', async () => {
  const { reader } = setup();
  const result = longResult(1500);
  await reader.open(result, result.passages[0]);
  expect(markedText(reader)).toEqual({ passage: 'Line 1500 of a long document.', marked: 'long' });
  expect(reader.hasEarlier && reader.hasLater).toBe(true);
  expect(reader.visit).toBe(1);
});

test('the other passages of a document join the one that was opened, which stays the place', async () => {
  const { reader } = setup();
  const whole = longResult(2000, 10, 2900);
  await reader.open({ ...whole, passages: whole.passages.slice(0, 1) }, whole.passages[0]);
  expect([reader.stops.length, reader.currentIndex, reader.isComplete]).toEqual([1, 0, false]);
  reader.complete(whole);
  expect([reader.stops.length, reader.currentIndex, reader.isComplete]).toEqual([3, 1, true]);
  expect(markedText(reader).passage).toBe('Line 2000 of a long document.');
  await reader.goBy(1);
  expect(markedText(reader).passage).toBe('Line 2900 of a long document.');
  reader.complete({ ...whole, documentId: resultOf(9, ['a'], 'a').documentId, passages: [...whole.passages, ...whole.passages] });
  const ofAnotherSearch = longResult(5, 6, 7, 8);
  reader.complete({ ...ofAnotherSearch, documentId: whole.documentId });
  expect(reader.stops.length).toBe(3);
});

test('a passage opens at the place that its row shows of it, not at the first word found', async () => {
  const { reader } = setup();
  const result = longResult(1500);
  const from = WHOLE.indexOf('Line 1400 ');
  const text = WHOLE.slice(from, WHOLE.indexOf('Line 1500 '));
  const [shown, other] = [text.indexOf('Line 1470'), text.indexOf('Line 1410')];
  const passage = {
    ...result.passages[0],
    text,
    start: from,
    end: from + text.length,
    highlights: [
      [other, other + 4],
      [shown, shown + 4],
    ] as [number, number][],
    snippet: { start: shown - 40, end: shown + 40 },
  } as (typeof result.passages)[number];
  await reader.open({ ...result, passages: [passage] }, passage);
  expect(reader.currentRange).toEqual([from + shown, from + shown + 4]);
});

test('passages follow each other in the order of the text, not of their scores', async () => {
  const { reader } = setup();
  const result = longResult(2000, 10, 2900);
  await reader.open(result, result.passages[0]);
  expect(reader.currentIndex).toBe(1);
  await reader.goBy(1);
  expect(markedText(reader).passage).toBe('Line 2900 of a long document.');
  await reader.goBy(1);
  expect(reader.currentIndex).toBe(2);
  await reader.goBy(-1);
  await reader.goBy(-1);
  expect(markedText(reader).passage).toBe('Line 10 of a long document.');
});

test('earlier and later text join without a gap up to both ends', async () => {
  const { reader } = setup();
  const result = longResult(1500);
  await reader.open(result, result.passages[0]);
  while (reader.hasEarlier) await reader.showEarlier();
  while (reader.hasLater) await reader.showLater();
  expect(reader.part?.text).toBe(WHOLE);
  expect(markedText(reader).passage).toBe('Line 1500 of a long document.');
});

test('a document that changed since the search says so and marks nothing wrong', async () => {
  const { reader } = setup();
  const result = resultOf(1, ['text that is no longer there'], 'text');
  await reader.open(result, result.passages[0]);
  expect({ hasChanged: reader.hasChanged, ...markedText(reader) }).toEqual({ hasChanged: true, passage: '', marked: '' });
});

test('a document that is gone is said to be, and can be tried again', async () => {
  const { double, reader } = setup();
  const text = double.methods['library.documentText'];
  double.methods['library.documentText'] = () => {
    throw new EngineError('documentNotFound', 'gone');
  };
  const result = longResult(3);
  await reader.open(result, result.passages[0]);
  expect({ failure: reader.failure, part: reader.part, isLoading: reader.isLoading }).toEqual({
    failure: 'documentNotFound',
    part: null,
    isLoading: false,
  });
  if (text !== undefined) double.methods['library.documentText'] = text;
  await reader.retry();
  expect(markedText(reader).passage).toBe('Line 3 of a long document.');
});
