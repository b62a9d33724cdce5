import type { Filters } from '#contract';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { DocumentCondition } from '#engine/catalogue/document-filter.ts';
import type { IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import { resolveExactParts } from './exact-parts.ts';
import { resolveFilters } from './filters.ts';
import type { QueryPlan } from './query-plan.ts';

/** More document ids than this are not handed to the index: what it finds is checked instead. */
const MAX_DOCUMENT_IDS = 2_000;

/** Where a query looks: what the index can narrow, and a check for the rest. */
export type Scope = {
  readonly index: IndexFilter;
  /** Nothing can be found by text; an empty list of ids would let all documents through. */
  readonly hasNoText: boolean;
  /** Candidates that the index lets through may yet be dropped: more of them are worth reading. */
  readonly isLoose: boolean;
  /** The query gives its words no signs: folders may be found by them, too. */
  readonly isPlain: boolean;
  /** Null where the filters of the query select no documents of their own. */
  readonly documentIds: ReadonlySet<number> | null;
  /** More terms to find passages by. */
  readonly expansions: readonly string[];
  isShown(document: DocumentRecord): boolean;
};

type Sources = { readonly catalogue: Catalogue; readonly store: IndexStore };

/** A query without signs and filters costs nothing more than its `filters`. */
export async function resolveScope(plan: QueryPlan, filters: Filters, { catalogue, store }: Sources): Promise<Scope> {
  const outer = resolveFilters(filters, catalogue);
  const selected = plan.conditions.length === 0 ? null : selectDocuments(plan.conditions, filters, catalogue);
  const selection = narrow(outer.index, selected);
  const parts =
    plan.parts.length === 0 ? null : await resolveExactParts(plan.parts, { store, catalogue, filter: selection.index });
  const bound = parts?.documentIds ?? null;
  const { index, isWhole } = bound === null ? selection : narrow(selection.index, intersectAll(bound, selected));
  const isExcluding = parts !== null && (bound === null || !isWhole);
  return {
    index,
    hasNoText: index.documentIds?.length === 0,
    isLoose: !isWhole || isExcluding,
    isPlain: parts === null,
    documentIds: selected,
    expansions: parts?.expansions ?? [],
    isShown: (document) =>
      !outer.isExcluded(document.path) && (selected?.has(document.id) ?? true) && (parts?.holds(document) ?? true),
  };
}

function selectDocuments(
  conditions: readonly DocumentCondition[],
  { folders, types, tags, after, before }: Filters,
  catalogue: Catalogue,
): ReadonlySet<number> {
  return new Set(catalogue.documentsMatching({ folders, types, tags, from: after, before, conditions }));
}

/** `isWhole`: the index lets none but these documents through. */
function narrow(index: IndexFilter, ids: ReadonlySet<number> | null): { readonly index: IndexFilter; readonly isWhole: boolean } {
  if (ids === null) return { index, isWhole: true };
  if (ids.size > MAX_DOCUMENT_IDS) return { index, isWhole: false };
  const known = index.documentIds === null ? null : new Set(index.documentIds);
  return { index: { ...index, documentIds: [...ids].filter((id) => known === null || known.has(id)) }, isWhole: true };
}

function intersectAll(bound: ReadonlySet<number>, selected: ReadonlySet<number> | null): ReadonlySet<number> {
  return selected === null ? bound : new Set([...bound].filter((id) => selected.has(id)));
}
