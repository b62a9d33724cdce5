import type { DocumentId, Passage, SearchResult } from '#contract';

/** One selectable row of the list: a passage, the best one with its document's title, or what lists the others. */
export type Row =
  | { readonly kind: 'best'; readonly key: string; readonly result: SearchResult; readonly passage: Passage | undefined }
  | { readonly kind: 'further'; readonly key: string; readonly result: SearchResult; readonly passage: Passage }
  | { readonly kind: 'toggle'; readonly key: string; readonly result: SearchResult; readonly isExpanded: boolean };

/** The rows of the results, from top to bottom. Keys stay the same for the same document and place. */
export function rowsOf(results: readonly SearchResult[], expanded: ReadonlySet<DocumentId>): Row[] {
  return results.flatMap((result) => {
    const [best, ...further] = result.passages;
    const rows: Row[] = [{ kind: 'best', key: `${result.documentId}-${best?.start ?? 0}`, result, passage: best }];
    if (further.length === 0) return rows;
    const isExpanded = expanded.has(result.documentId);
    if (isExpanded) {
      rows.push(
        ...further.map((passage): Row => ({ kind: 'further', key: `${result.documentId}-${passage.start}`, result, passage })),
      );
    }
    rows.push({ kind: 'toggle', key: `${result.documentId}-toggle`, result, isExpanded });
    return rows;
  });
}
