import { EngineError, type BestPassage, type CutOff, type DocumentId, type Filters, type Why } from '#contract';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import { decodeAnchor } from '#engine/storage/anchor-text.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import { parseQuery } from './query-language/parse-query.ts';
import { printFilter, printNode, printQuery } from './query-language/print-query.ts';
import type { Query } from './query-language/query-tree.ts';
import { leavesOf } from './query-leaves.ts';
import { isEmptyPlan, planQuery } from './query-plan.ts';
import { resolveScope } from './scope.ts';
import { LEAST_SIMILARITY, type RankRequest } from './gather.ts';
import { CANDIDATES } from './find-page.ts';
import type { Ranking, Search } from './search.ts';
import type { RankedDocument, RankedPassage } from './rank.ts';

/** Each is looked for on its own. */
const MAX_LEAVES = 32;
const NO_FILTERS: Filters = { folders: [], types: [], tags: [], after: null, before: null };

type WhyRequest = Omit<RankRequest, 'names'> & { readonly documentId: DocumentId };

/** See `search.why` in the contract. Errors: documentNotFound, cancelled. */
export type ExplainWhy = (request: WhyRequest, signal: AbortSignal) => Promise<Why>;

/** Asks the search itself, about all documents and about this one, so that what is said is what happens. */
export function createWhy({
  catalogue,
  store,
  search,
}: {
  catalogue: Catalogue;
  store: IndexStore;
  search: Pick<Search, 'rank' | 'correctionOf'>;
}): ExplainWhy {
  return async ({ documentId, query: asked, filters, mode }, signal) => {
    const document = catalogue.document(documentId);
    if (document === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
    const correction = await search.correctionOf({ query: asked, filters, mode, names: true }, signal);
    const typed = correction?.query ?? asked;
    const query = parseQuery(typed, { now: Date.now() });
    const request: RankRequest = { query: typed, filters, mode, names: true };

    async function askAbout(text: string, askedMode: RankRequest['mode']): Promise<RankedDocument | null> {
      const about: RankRequest = { query: text, filters: NO_FILTERS, mode: askedMode, names: true };
      const { ranked } = await search.rank(about, { only: documentId }, signal);
      return ranked.find((each) => each.documentId === documentId) ?? null;
    }

    async function place(): Promise<Ranking & { rank: number | null; hit: RankedDocument | null }> {
      const ranking = await search.rank(request, { only: null }, signal);
      const order = [...ranking.ranked.map((each) => each.documentId), ...ranking.beyond];
      const index = order.indexOf(documentId);
      return { ...ranking, rank: index === -1 ? null : index + 1, hit: ranking.ranked[index] ?? null };
    }

    async function exclusions(asked: DocumentRecord): Promise<string[]> {
      const written = byField(query).filter((group) => {
        const { conditions } = planQuery(group.map(printFilter).join(' '), { now: Date.now() });
        return !catalogue.documentsMatching({ ...NO_FILTERS, from: null, conditions }).includes(documentId);
      });
      const excluded: string[] = [];
      for (const node of query.words.children) {
        if (node.kind === 'not' && (await askAbout(finished(printNode(node.child)), 'words')) !== null)
          excluded.push(printNode(node));
      }
      return [...excludedByGiven(asked, filters), ...written.flat().map(printFilter), ...excluded];
    }

    /** A query of filters and exclusions alone lists what they leave, in no ranking. */
    async function isListed(asked: DocumentRecord): Promise<boolean> {
      const plan = planQuery(typed, { now: Date.now() });
      if (plan.namesText !== '' || isEmptyPlan(plan)) return false;
      const { index, isShown } = await resolveScope(plan, filters, { catalogue, store });
      return isShown(asked) && (index.documentIds?.includes(documentId) ?? true);
    }

    async function describe(passage: RankedPassage | null, score: number, rank: number | null): Promise<BestPassage | null> {
      const row = passage === null ? undefined : (await store.chunks([passage]))[0];
      if (row === undefined) return null;
      return { rank, score, anchor: decodeAnchor(row.anchor), heading: row.heading, start: row.start, end: row.end };
    }

    const withoutFilters = query.filters.length === 0 ? typed : printQuery({ words: query.words, filters: [] });
    const own = await askAbout(withoutFilters, mode);
    const { ranked, beyond, usedMeaning, rank, hit } = await place();
    const excludedBy = rank === null ? await exclusions(document) : [];
    const isShown = rank !== null || (excludedBy.length === 0 && (await isListed(document)));
    const terms: Record<'matched' | 'missing', string[]> = { matched: [], missing: [] };
    for (const leaf of leavesOf(query).slice(0, MAX_LEAVES)) {
      const isFound = (await askAbout(finished(leaf), 'words')) !== null;
      terms[isFound ? 'matched' : 'missing'].push(leaf);
    }
    const byWords = bestBy(own, 'words');
    const byMeaning = bestBy(own, 'meaning');
    const similarity = byMeaning?.meaning?.score ?? null;
    return {
      path: document.path,
      state: document.state,
      reason: document.reason,
      correction,
      cutOffBy: cutOffOf({ document, mode, isShown, excludedBy, isByWords: byWords !== null, similarity }),
      excludedBy,
      fused: rank === null ? null : { rank, score: hit?.score ?? 0 },
      total: ranked.length + beyond.length,
      words: await describe(byWords, byWords?.words?.score ?? 0, bestRank(hit, 'words')),
      meaning: await describe(byMeaning, similarity ?? 0, bestRank(hit, 'meaning')),
      name: hit === null || hit.name === null ? null : { rank: hit.name.rank, score: hit.name.score },
      matchedTerms: terms.matched,
      missingTerms: terms.missing,
      usedMeaning,
      limits: { leastSimilarity: LEAST_SIMILARITY, candidates: CANDIDATES },
    };
  };
}

/** The blank says that the last word is finished: what only begins like it does not count. */
function finished(text: string): string {
  return `${text} `;
}

function cutOffOf({
  document,
  mode,
  isShown,
  excludedBy,
  isByWords,
  similarity,
}: {
  readonly document: DocumentRecord;
  readonly mode: RankRequest['mode'];
  readonly isShown: boolean;
  readonly excludedBy: readonly string[];
  readonly isByWords: boolean;
  readonly similarity: number | null;
}): CutOff {
  if (isShown) return 'ranked';
  if (excludedBy.length > 0) return 'filter';
  if (document.generation === 0 && mode !== 'names') return 'notIndexed';
  if (isByWords) return 'beyondCandidates';
  if (similarity !== null) return similarity < LEAST_SIMILARITY ? 'belowSimilarity' : 'beyondCandidates';
  const isMeaningToCome = document.state === 'words' && (mode === 'hybrid' || mode === 'meaning');
  return isMeaningToCome ? 'notIndexed' : 'noMatch';
}

function excludedByGiven({ path, type, tags, date }: DocumentRecord, filters: Filters): string[] {
  const { folders, types, tags: wantedTags, after, before } = filters;
  const holds: Record<keyof Filters, boolean> = {
    folders: folders.length === 0 || folders.some((folder) => isInside(folder, path)),
    types: types.length === 0 || types.includes(type),
    tags: wantedTags.length === 0 || wantedTags.some((tag) => tags.includes(tag)),
    after: after === null || date >= after,
    before: before === null || date < before,
  };
  return Object.entries(holds).flatMap(([key, isHeld]) => (isHeld ? [] : [key]));
}

/** The same filter again is one more alternative, so those of one field are judged together. */
function byField({ filters }: Query): Query['filters'][number][][] {
  return [...Map.groupBy(filters, ({ field, isExcluded }) => `${field} ${isExcluded}`).values()];
}

function bestBy(hit: RankedDocument | null, list: 'words' | 'meaning'): RankedPassage | null {
  let best: RankedPassage | null = null;
  for (const passage of hit?.passages ?? []) {
    if ((passage[list]?.score ?? -Infinity) > (best?.[list]?.score ?? -Infinity)) best = passage;
  }
  return best;
}

function bestRank(hit: RankedDocument | null, list: 'words' | 'meaning'): number | null {
  const ranks = (hit?.passages ?? []).flatMap((passage) => passage[list]?.rank ?? []);
  return ranks.length === 0 ? null : Math.min(...ranks);
}
