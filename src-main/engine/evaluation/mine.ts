import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError, KNOWN_ITEM_KINDS, type MineReport, type QualityByMode } from '#contract';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { Search, SearchRequest } from '#engine/search/search.ts';
import { pairedDifference } from './bootstrap.ts';
import { makeKnownItems, shuffle, spreadLanguages, type KnownDocument, type KnownItem } from './known-items.ts';
import { askQueries, MEASURED_MODES, ndcgsOf, summarise, type Answer, type MeasuredMode } from './measure.ts';
import { createUniform } from './random.ts';

export type MeasureMine = (
  wanted: { readonly queries: number; readonly seed: number },
  signal: AbortSignal,
) => Promise<MineReport>;

type PassageKey = { readonly documentId: number; readonly generation: number; readonly ordinal: number };
type PassageRow = PassageKey & { readonly heading: string; readonly text: string };

/** Documents drawn of the whole catalogue; what they are is looked up afterwards, as many may turn out to have no text. */
const DRAWN = 5_000;
const PAGE = 1_000;
/** Not every document yields a query in the first round. */
const DOCUMENTS_PER_QUERY = 1.5;
const PASSAGES_PER_DOCUMENT = { least: 2, most: 20 };
const PASSAGES_AT_ONCE = 60;
const GIVE_WAY_MS = 25;

/** See `evaluation.mine` in the contract. `passages` reads rows of the index by key, in any order. */
export function createMineEvaluation(options: {
  catalogue: Pick<Catalogue, 'names' | 'documents'>;
  search: Search;
  passages(keys: readonly PassageKey[]): Promise<readonly PassageRow[]>;
  model: string;
}): MeasureMine {
  let last: Promise<unknown> = Promise.resolve();

  /** Waits until nobody else searches, so that nobody waits for us. */
  async function giveWay(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    while (options.search.isSearching()) {
      await sleep(GIVE_WAY_MS);
      throwIfCancelled(signal);
    }
  }

  async function measure({ queries: limit, seed }: { queries: number; seed: number }, signal: AbortSignal): Promise<MineReport> {
    const uniform = createUniform(seed);
    const drawn = await drawDocuments(options.catalogue, { uniform, signal });
    const used = spreadLanguages(drawn).slice(0, Math.ceil(limit * DOCUMENTS_PER_QUERY));
    const documents = await readDocuments(used, limit);
    const items = makeKnownItems(documents, { limit, seed });
    const answers = await askAll(items);
    return toReport(items, answers, options.model);

    /** A few passages of each, drawn by chance. */
    async function readDocuments(records: readonly DocumentRecord[], queries: number): Promise<KnownDocument[]> {
      const { least, most } = PASSAGES_PER_DOCUMENT;
      const each = Math.min(most, Math.max(least, Math.ceil(queries / Math.max(1, records.length))));
      const keys = records.flatMap(({ id, generation, chunkCount }) =>
        drawOrdinals(chunkCount, each, uniform).map((ordinal) => ({ documentId: id, generation, ordinal })),
      );
      const rows: PassageRow[] = [];
      for (let start = 0; start < keys.length; start += PASSAGES_AT_ONCE) {
        await giveWay(signal);
        rows.push(...(await options.passages(keys.slice(start, start + PASSAGES_AT_ONCE))));
      }
      const byDocument = Map.groupBy(rows, ({ documentId }) => documentId);
      return records.map(({ id, fingerprint, title, language }) => {
        const passages = (byDocument.get(id) ?? []).toSorted((left, right) => left.ordinal - right.ordinal);
        return { target: targetOf(id, fingerprint), title, language, passages };
      });
    }

    async function askAll(asked: readonly KnownItem[]): Promise<Record<MeasuredMode, Answer[]>> {
      const byMode: Record<MeasuredMode, Answer[]> = { words: [], meaning: [], hybrid: [] };
      const queries = asked.map(({ query, target }) => ({ text: query, grades: new Map([[target, 1]]) }));
      for (const mode of MEASURED_MODES) {
        byMode[mode] = await askQueries(queries, mode, {
          signal,
          beforeQuery: () => giveWay(signal),
          search: (request) => options.search.run({ ...request, ...AS_RANKED }, signal),
          idOf: ({ documentId }) =>
            targetOf(documentId, options.catalogue.documents([documentId]).get(documentId)?.fingerprint ?? null),
        });
      }
      return byMode;
    }
  }

  return (wanted, signal) => {
    const turn = last.then(() => measure(wanted, signal));
    // Whoever comes next waits for its end, however it ends.
    last = turn.catch(() => undefined);
    return turn;
  };
}

const AS_RANKED = {
  filters: { folders: [], types: [], tags: [], after: null, before: null },
  explain: false,
  passages: 1,
  sort: 'relevance',
  recency: false,
  isTyping: false,
} as const satisfies Partial<SearchRequest>;

/** Documents with words and vectors, drawn from all with the same chance (reservoir sampling), in an order by chance. */
async function drawDocuments(
  catalogue: Pick<Catalogue, 'names' | 'documents'>,
  { uniform, signal }: { readonly uniform: () => number; readonly signal: AbortSignal },
): Promise<DocumentRecord[]> {
  const drawn: number[] = [];
  let seen = 0;
  for (let afterId = 0; ;) {
    throwIfCancelled(signal);
    const page = catalogue.names({ afterId, limit: PAGE });
    for (const { id, type } of page) {
      if (type === 'other') continue;
      seen += 1;
      const place = seen <= DRAWN ? seen - 1 : Math.floor(uniform() * seen);
      if (place < DRAWN) drawn[place] = id;
    }
    const lastId = page.at(-1)?.id;
    if (lastId === undefined || page.length < PAGE) break;
    afterId = lastId;
    await sleep(0);
  }
  const records: DocumentRecord[] = [];
  const shuffled = shuffle(drawn, uniform);
  for (let start = 0; start < shuffled.length; start += PAGE) {
    throwIfCancelled(signal);
    const ids = shuffled.slice(start, start + PAGE);
    const found = catalogue.documents(ids);
    records.push(...ids.flatMap((id) => found.get(id) ?? []).filter(isSearchable));
    await sleep(0);
  }
  return records;
}

/** In state `words` a document has no vectors yet: it would count against meaning. */
function isSearchable({ state, generation, chunkCount }: DocumentRecord): boolean {
  return (state === 'indexed' || state === 'partial') && generation > 0 && chunkCount > 0;
}

function drawOrdinals(chunkCount: number, wanted: number, uniform: () => number): number[] {
  if (chunkCount <= wanted) return Array.from({ length: chunkCount }, (_, ordinal) => ordinal);
  const ordinals = new Set<number>();
  while (ordinals.size < wanted) ordinals.add(Math.floor(uniform() * chunkCount));
  return [...ordinals];
}

function targetOf(documentId: number, fingerprint: string | null): string {
  return fingerprint ?? String(documentId);
}

function toReport(items: readonly KnownItem[], answers: Record<MeasuredMode, Answer[]>, model: string): MineReport {
  const hybrid = ndcgsOf(answers.hybrid);
  const lessWords = pairedDifference(hybrid, ndcgsOf(answers.words));
  const lessMeaning = pairedDifference(hybrid, ndcgsOf(answers.meaning));
  const qualityOf = (isCounted: (item: KnownItem) => boolean): QualityByMode => {
    const counted = (all: readonly Answer[]): Answer[] => all.filter((_, index) => items.slice(index, index + 1).some(isCounted));
    return {
      words: summarise(counted(answers.words)),
      meaning: summarise(counted(answers.meaning)),
      hybrid: summarise(counted(answers.hybrid)),
    };
  };
  const languages = Map.groupBy(items, ({ language }) => language ?? 'und');
  return {
    queries: items.length,
    documents: new Set(items.map(({ target }) => target)).size,
    model,
    modes: qualityOf(() => true),
    differences:
      lessWords === null || lessMeaning === null ? null : { hybridLessWords: lessWords, hybridLessMeaning: lessMeaning },
    kinds: KNOWN_ITEM_KINDS.flatMap((kind) => {
      const queries = items.filter((item) => item.kind === kind).length;
      return queries === 0 ? [] : [{ kind, queries, modes: qualityOf((item) => item.kind === kind) }];
    }),
    languages: [...languages]
      .map(([language, { length: queries }]) => ({ language, queries }))
      .toSorted((left, right) => right.queries - left.queries || (left.language < right.language ? -1 : 1)),
    withoutMeaning: answers.hybrid.filter(({ usedMeaning }) => !usedMeaning).length,
  };
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the evaluation was cancelled');
}
