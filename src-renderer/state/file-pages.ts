import type { DocumentId, DocumentSummary } from '#contract';

/** One page of a list that goes on at `nextCursor`, null on the last; `version` counts the readings of the list. */
export type FilePage = {
  readonly files: readonly DocumentSummary[];
  readonly nextCursor: string | null;
  readonly version: number;
};

/** The page that holds a row, counted from 0; the last one for rows beyond. */
export function pageAt(pages: readonly FilePage[], row: number): number {
  let end = 0;
  for (const [index, { files }] of pages.entries()) {
    end += files.length;
    if (row < end) return index;
  }
  return Math.max(0, pages.length - 1);
}

/**
 * The pages with one of them read anew, or with one more. A page that lost files now reaches into the following ones,
 * which begin where it ends; they are dropped, to be read again, where its last file is in none of them.
 */
export function replacePage(pages: readonly FilePage[], index: number, page: FilePage): FilePage[] {
  const following = pages.slice(index + 1);
  const kept = page.nextCursor === pages[index]?.nextCursor ? following : after(following, page.files.at(-1)?.id);
  return [...pages.slice(0, index), page, ...(page.nextCursor === null ? [] : kept)];
}

/** What comes after the file in these pages; nothing where it is in none. */
function after(pages: readonly FilePage[], id: DocumentId | undefined): FilePage[] {
  for (const [index, page] of pages.entries()) {
    const row = page.files.findIndex((file) => file.id === id);
    if (row === -1) continue;
    const rest = page.files.slice(row + 1);
    return [...(rest.length === 0 ? [] : [{ ...page, files: rest }]), ...pages.slice(index + 1)];
  }
  return [];
}
