import type { DocumentId, Passage, SearchResult } from '#contract';

/**
 * One selectable row of the list: a passage, the best one with its document's title; what lists the other passages, or
 * the documents that say nearly the same; or one of those.
 */
export type Row =
  | { readonly kind: 'best'; readonly key: string; readonly result: SearchResult; readonly passage: Passage | undefined }
  | { readonly kind: 'further'; readonly key: string; readonly result: SearchResult; readonly passage: Passage }
  | { readonly kind: 'toggle'; readonly key: string; readonly result: SearchResult; readonly isExpanded: boolean }
  | { readonly kind: 'alike'; readonly key: string; readonly result: SearchResult; readonly isExpanded: boolean }
  | { readonly kind: 'similar'; readonly key: string; readonly result: SearchResult; readonly passage: undefined };

/** What lists what is not shown at first, by document. */
export type Unfolded = { readonly passages: ReadonlySet<DocumentId>; readonly similar: ReadonlySet<DocumentId> };

/** The rows of the results, from top to bottom. Keys stay the same for the same document and place. */
export function rowsOf(results: readonly SearchResult[], unfolded: Unfolded): Row[] {
  const rows: Row[] = [];
  for (const result of results) addRows(rows, result, unfolded);
  return rows;
}

function addRows(rows: Row[], result: SearchResult, { passages, similar }: Unfolded): void {
  const [best, ...further] = result.passages;
  const id = result.documentId;
  rows.push({ kind: 'best', key: `${id}-${best?.start ?? 0}`, result, passage: best });
  if (result.passageCount > 1) {
    const isExpanded = passages.has(id);
    if (isExpanded) for (const passage of further) rows.push({ kind: 'further', key: `${id}-${passage.start}`, result, passage });
    rows.push({ kind: 'toggle', key: `${id}-toggle`, result, isExpanded });
  }
  if (result.similar.length > 0) {
    const isExpanded = similar.has(id);
    rows.push({ kind: 'alike', key: `${id}-alike`, result, isExpanded });
    if (isExpanded)
      for (const document of result.similar) {
        const copy: SearchResult = {
          ...result,
          ...document,
          title: '',
          passages: [],
          passageCount: 0,
          similar: [],
          nameHighlights: null,
        };
        rows.push({ kind: 'similar', key: `${id}-like-${document.documentId}`, result: copy, passage: undefined });
      }
  }
}
