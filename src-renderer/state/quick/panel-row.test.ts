import { expect, test } from 'vitest';
import { documentId, type OpenedDocument } from '#contract';
import { resultOf } from '../../testing/library-double.ts';
import { foundRows, openedRows } from './panel-row.ts';

function opened(id: number, count: number): OpenedDocument {
  const file = { path: `/files/${id}.md`, title: '', type: 'markdown', state: 'indexed', reason: null, sizeBytes: 1 } as const;
  return { ...file, id: documentId.parse(id), modifiedAt: 0, lastOpenedAt: 0, count };
}

const numbersOf = (documents: readonly number[]): OpenedDocument[] => documents.map((id) => opened(id, 2));

test('there are never more than nine rows, and each shows the best passage', () => {
  const results = Array.from({ length: 12 }, (_, index) => resultOf(index + 1, ['best', 'second'], 'best'));
  const rows = foundRows(results);
  expect(rows.map(({ key }) => key)).toEqual(results.slice(0, 9).map((result) => `found-${result.documentId}`));
  expect(rows.every(({ passage }) => passage?.text === 'best')).toBe(true);
});

test('often opened documents follow the last opened ones, none twice', () => {
  const rows = openedRows(numbersOf([1, 2, 3, 4, 5, 6, 7]), numbersOf([7, 1, 9, 8, 6, 11, 12]));
  const shown = (group: string): number[] => rows.filter((row) => row.group === group).map(({ result }) => result.documentId);
  expect(rows.map(({ group }) => group)).toEqual(rows.map((_, index) => (index < 5 ? 'recent' : 'frequent')));
  expect({ recent: shown('recent'), frequent: shown('frequent') }).toEqual({ recent: [1, 2, 3, 4, 5], frequent: [7, 9, 8, 6] });
});

test('a document that was opened once was not opened often', () => {
  expect(openedRows([], [opened(1, 1), opened(2, 2)]).map(({ key }) => key)).toEqual(['frequent-2']);
});
