import type { OpenedDocument, Passage, SearchResult } from '#contract';
import { openedAsResult } from '../opened-as-result.ts';

/** How many rows there are at most: each has a digit. */
export const MAX_PANEL_ROWS = 9;

/** One row of the quick panel: what was found, or a document that was opened before. */
export type PanelRow = {
  readonly key: string;
  readonly group: 'found' | 'recent' | 'frequent';
  readonly result: SearchResult;
  readonly passage: Passage | undefined;
};

export function foundRows(results: readonly SearchResult[]): PanelRow[] {
  return results.slice(0, MAX_PANEL_ROWS).map((result) => {
    return { key: `found-${result.documentId}`, group: 'found', result, passage: result.passages[0] };
  });
}

// One more than half: what was opened last is what one most often goes back to.
const RECENT_ROWS = 5;

/** The last opened documents, and below them the often opened ones that are not among those, as many as there is room for. */
export function openedRows(recent: readonly OpenedDocument[], frequent: readonly OpenedDocument[]): PanelRow[] {
  const last = recent.slice(0, RECENT_ROWS);
  const known = new Set(last.map(({ id }) => id));
  // Opened once is not often.
  const often = frequent.filter(({ id, count }) => count > 1 && !known.has(id)).slice(0, MAX_PANEL_ROWS - last.length);
  return [...last.map((document) => toRow(document, 'recent')), ...often.map((document) => toRow(document, 'frequent'))];
}

function toRow(document: OpenedDocument, group: PanelRow['group']): PanelRow {
  return { key: `${group}-${document.id}`, group, result: openedAsResult(document), passage: undefined };
}
