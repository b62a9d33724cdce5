import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { DocumentFilter } from '#engine/catalogue/document-filter.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import type { Filters, SearchSort } from '#contract';
import { listScope } from './list-scope.ts';
import { isEmptyPlan, type QueryPlan } from './query-plan.ts';
import { resolveScope } from './scope.ts';

type Sources = { readonly catalogue: Catalogue; readonly store: IndexStore };

/** One page of what nothing but filters and excluded words selects; `relevance` is newest first. Errors: cancelled. */
export async function browse(
  plan: QueryPlan,
  request: { readonly filters: Filters; readonly sort: SearchSort; readonly offset: number; readonly limit: number },
  { catalogue, store }: Sources,
  signal: AbortSignal,
): Promise<{ readonly documents: DocumentRecord[]; readonly total: number }> {
  const { filters, offset, limit } = request;
  if (selectsNothing(plan, filters)) return { documents: [], total: 0 };
  const sort = request.sort === 'relevance' ? 'newest' : request.sort;
  const filter = toDocumentFilter(plan, filters);
  if (plan.parts.length === 0) return catalogue.listDocuments({ ...filter, sort, offset, limit });
  const ids = await browseAll(plan, filters, { catalogue, store }, signal);
  const page = sort === 'newest' ? ids.slice(offset, offset + limit) : catalogue.sortDocuments(ids, sort, { offset, limit });
  const documents = catalogue.documents(page);
  return { documents: page.flatMap((id) => documents.get(id) ?? []), total: ids.length };
}

/** Ids of all that `browse` pages through, newest first. Errors: cancelled. */
export async function browseAll(
  plan: QueryPlan,
  filters: Filters,
  { catalogue, store }: Sources,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (selectsNothing(plan, filters)) return [];
  const scope = plan.parts.length === 0 ? null : await resolveScope(plan, filters, { catalogue, store });
  return listScope(scope, { catalogue, filter: toDocumentFilter(plan, filters), signal });
}

function selectsNothing(plan: QueryPlan, { folders, types, tags, after, before }: Filters): boolean {
  const isUnfiltered = folders.length + types.length + tags.length === 0 && after === null && before === null;
  return isUnfiltered && isEmptyPlan(plan);
}

function toDocumentFilter({ conditions }: QueryPlan, { folders, types, tags, after, before }: Filters): DocumentFilter {
  return { folders, types, tags, from: after, before, conditions };
}
