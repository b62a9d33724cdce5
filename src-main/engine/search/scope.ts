import type { Filters, QueryProblem } from '#contract';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { DocumentCondition } from '#engine/catalogue/document-filter.ts';
import { idSet } from '#engine/storage/id-set.ts';
import type { IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import { resolveExactParts } from './exact-parts.ts';
import { resolveFilters } from './filters.ts';
import { liftConditions } from './lift-conditions.ts';
import type { QueryPlan } from './query-plan.ts';

/** Where a query looks: what the index can narrow, and a check for the rest. */
export type Scope = {
  readonly index: IndexFilter;
  /** Nothing can be found by text; an empty list of ids would let all documents through. */
  readonly hasNoText: boolean;
  /** Candidates that the index lets through may yet be dropped: more of them are worth reading. */
  readonly isLoose: boolean;
  /** `isShown` may drop what the index lets through. */
  readonly isChecked: boolean;
  /** The query gives its words no signs: folders may be found by them, too. */
  readonly isPlain: boolean;
  /** Those that were asked for, and those of the query that say the same. */
  readonly filters: Filters;
  /** Null where the other filters of the query select no documents of their own. */
  readonly documentIds: ReadonlySet<number> | null;
  /** More terms to find passages by. */
  readonly expansions: readonly string[];
  isShown(document: DocumentRecord): boolean;
  /** What of the plan was passed over here. */
  readonly problems: readonly QueryProblem[];
};

type Sources = { readonly catalogue: Catalogue; readonly store: IndexStore };

/** A query without signs and filters costs nothing more than its `filters`. */
export async function resolveScope(plan: QueryPlan, filters: Filters, sources: Sources): Promise<Scope> {
  const scope = await resolvePlan(plan, filters, sources);
  if (!scope.hasNoText || plan.withoutQuotes === null) return scope;
  // Pasted text has quotes, too, and a page without results helps nobody.
  const relaxed = await resolvePlan(plan.withoutQuotes, filters, sources);
  return relaxed.hasNoText ? scope : { ...relaxed, problems: plan.withoutQuotes.problems };
}

async function resolvePlan(plan: QueryPlan, given: Filters, { catalogue, store }: Sources): Promise<Scope> {
  const { conditions, filters } = liftConditions(plan.conditions, given, (named) => catalogue.typesMatching(named));
  const selectedIds = conditions.length === 0 ? null : selectDocuments(conditions, filters, catalogue);
  const selected = selectedIds === null ? null : idSet(selectedIds);
  const selection = narrow(resolveFilters(filters, catalogue), selectedIds);
  const parts = plan.parts.length === 0 ? null : await resolveExactParts(plan.parts, { store, catalogue, filter: selection });
  const bound = parts?.documentIds ?? null;
  const index = bound === null ? selection : narrow(selection, [...bound]);
  return {
    index,
    hasNoText: index.documentIds?.length === 0,
    isLoose: parts !== null && bound === null,
    isChecked: parts !== null,
    isPlain: parts === null,
    filters,
    documentIds: selected,
    expansions: parts?.expansions ?? [],
    problems: plan.problems,
    isShown: (document) => (selected?.has(document.id) ?? true) && (parts?.holds(document) ?? true),
  };
}

function selectDocuments(
  conditions: readonly DocumentCondition[],
  { folders, types, tags, after, before }: Filters,
  catalogue: Catalogue,
): readonly number[] {
  return catalogue.documentsMatching({ folders, types, tags, from: after, before, conditions });
}

/** The filter that lets only those of these documents through that it let through before; null: all of them. */
function narrow(index: IndexFilter, ids: readonly number[] | null): IndexFilter {
  if (ids === null) return index;
  if (index.documentIds === null) return { ...index, documentIds: ids };
  const known = idSet(index.documentIds);
  return { ...index, documentIds: ids.filter((id) => known.has(id)) };
}
