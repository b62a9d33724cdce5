import { basename } from 'node:path';
import { MOST_PASSAGES, type DocumentId, type FolderHit, type FolderId, type Passage, type SearchResult } from '#contract';
import type { DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { decodeAnchor } from '#engine/storage/anchor-text.ts';
import type { PassageRow } from '#engine/storage/index-store.ts';
import type { Highlights } from './highlights.ts';
import type { FolderNameHit } from './names/scan-names.ts';
import type { RankedDocument, RankedPassage } from './rank.ts';

export function toPassage(
  { score }: RankedPassage,
  row: PassageRow,
  { highlights, snippet }: { readonly highlights: Highlights; readonly snippet: Passage['snippet'] },
): Passage {
  const anchor = decodeAnchor(row.anchor);
  return {
    text: row.text,
    page: anchor?.kind === 'page' ? anchor.page : null,
    anchor,
    heading: row.heading,
    start: row.start,
    end: row.end,
    score,
    highlights: highlights.ranges,
    snippet,
  };
}

/** `filters`: those that it passed, where the result explains itself; else null. A document that is only listed has no lists. */
export function toResult(
  document: DocumentRecord,
  hit: Pick<RankedDocument, 'score' | 'name'> & Partial<RankedDocument>,
  passages: Passage[],
  filters: readonly string[] | null,
): SearchResult {
  const { score, name, words = null, meaning = null, hasAllWords = false } = hit;
  return {
    documentId: document.id as DocumentId,
    path: document.path,
    title: titleOf(document),
    type: document.type,
    modifiedAt: document.date,
    score,
    nameHighlights: name === null ? null : name.highlights,
    passages,
    passageCount: Math.min(hit.passages?.length ?? 0, MOST_PASSAGES),
    similar: [],
    ...(filters !== null && {
      names: name === null ? null : { rank: name.rank, score: name.score },
      explain: { words, meaning, hasAllWords, filters: [...filters] },
    }),
  };
}

export function toFolderHit({ folderId, path, score, highlights }: FolderNameHit): FolderHit {
  return { folderId: folderId as FolderId, path, score, nameHighlights: highlights };
}

/** A document without a title of its own is known by its file's name. */
export function titleOf(document: Pick<DocumentRecord, 'title' | 'path'>): string {
  return document.title ?? basename(document.path);
}
