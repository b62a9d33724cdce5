import { EngineError, type Filters, type SearchMode } from '#contract';
import type { Tokens } from '#engine/analysis/tokens.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { Candidate, IndexFilter, IndexStore, WordMatches } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import { knowsLanguage, isReadableByModel, type ModelLanguages } from './model-languages.ts';
import type { NameIndex } from './names/name-index.ts';
import { kindOfQuery, weighNames, type WeighedName } from './names/name-weight.ts';
import type { FolderNameHit } from './names/scan-names.ts';
import type { QueryPlan } from './query-plan.ts';
import { queryWords, type QueryWords } from './query-words.ts';
import { describeSource } from './ranked-source.ts';
import type { RankingInputs } from './ranking-inputs.ts';
import { resolveScope, type Scope } from './scope.ts';
import { throwIfCancelled } from './throw-if-cancelled.ts';

export const MAX_CANDIDATES = 5_000;
/**
 * A model finds neighbours for any query, also for one that nothing is about. Below this cosine similarity a passage
 * shares nothing with the query that a person would see. Chosen by looking, not by a bench; low, so as to lose nothing.
 */
export const LEAST_SIMILARITY = 0.15;

/** What decides the order of documents, whichever of them are shown. */
export type RankRequest = {
  readonly query: string;
  readonly filters: Filters;
  readonly mode: SearchMode;
  /** False: names of files and folders play no part. */
  readonly names: boolean;
};

/** What a search found before any of it was weighed. */
export type Gathered = RankingInputs & {
  /** Every document that is among the inputs. */
  readonly documents: ReadonlyMap<number, DocumentRecord>;
  readonly folders: readonly FolderNameHit[];
  /** The tokens that words were looked for by, in the order of their frequencies. */
  readonly tokens: readonly string[];
  readonly usedMeaning: boolean;
};

/**
 * Reads the lists of words, meaning and names in parallel; what the catalogue no longer shows is dropped. `limit`: passages
 * of each list. `only`: of that document alone, by its content, and also where its meaning is too far from the query to be
 * shown. Errors: cancelled.
 */
export type Gather = (
  plan: QueryPlan,
  request: RankRequest,
  options: { readonly limit: number; readonly only: number | null },
  signal: AbortSignal,
) => Promise<Gathered>;

type Lists = { readonly words: WordMatches; readonly meaning: readonly Candidate[]; readonly usedMeaning: boolean };
type Names = { readonly documents: readonly WeighedName[]; readonly folders: readonly FolderNameHit[] };

const NO_WORDS: WordMatches = { matches: [], statistics: { chunks: 0, meanLength: 1, documentFrequencies: [] } };
const NO_LISTS: Lists = { words: NO_WORDS, meaning: [], usedMeaning: false };
const NO_NAMES: Names = { documents: [], folders: [] };

export function createGather(options: {
  catalogue: Catalogue;
  store: IndexStore;
  names: NameIndex;
  tokens: Tokens;
  embedQuery(text: string, options: { signal: AbortSignal }): Promise<Float32Array>;
  modelLanguages: ModelLanguages;
  logger: Logger;
}): Gather {
  const { catalogue, store, tokens, modelLanguages, logger } = options;

  async function retrieveNames(
    text: string,
    { mode, filters, names: isByNames }: RankRequest,
    { documentIds, isPlain }: Scope,
    limit: number,
  ): Promise<Names> {
    if (!isByNames || mode === 'words' || mode === 'meaning') return NO_NAMES;
    const found = await options.names.find(text, { filters, documentIds, limit });
    // A folder neither holds words nor lacks them.
    const { documents, strong, folders } = isPlain ? found : { ...found, folders: [] };
    if (mode === 'names') {
      return { documents: documents.map((hit, index) => ({ ...hit, rank: index + 1, weight: hit.score })), folders };
    }
    const kind = kindOfQuery(text);
    const isNamed = ({ strength }: FolderNameHit): boolean => kind === 'name' || strength !== 'fuzzy';
    return { documents: weighNames(documents, { kind, strong }), folders: folders.filter(isNamed) };
  }

  async function retrieve(
    text: string,
    words: QueryWords,
    { mode, filter, limit }: { readonly mode: SearchMode; readonly filter: IndexFilter; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Lists> {
    if (mode === 'names' || filter.documentIds?.length === 0) return NO_LISTS;
    const isWithWords = mode !== 'meaning' && words.tokens.length > 0;
    const isWithMeaning = mode !== 'words' && text !== '' && isReadableByModel(text, modelLanguages);
    const [wordList, meaningList] = await Promise.all([
      isWithWords ? store.matchWords(words.tokens, filter, limit) : NO_WORDS,
      isWithMeaning ? searchMeaning(text, filter, limit, signal) : null,
    ]);
    return { words: wordList, meaning: meaningList ?? [], usedMeaning: meaningList !== null };
  }

  /** Null where the query could not be embedded: words alone then answer, and the result says so. */
  async function searchMeaning(
    text: string,
    filter: IndexFilter,
    limit: number,
    signal: AbortSignal,
  ): Promise<Candidate[] | null> {
    let vector: Float32Array;
    try {
      vector = await options.embedQuery(text, { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      logger.warn('search.withoutMeaning', { code: error instanceof EngineError ? error.code : 'internal' });
      return null;
    }
    return store.searchMeaning(vector, filter, limit);
  }

  return async (plan, request, { limit, only }, signal) => {
    const scope = await resolveScope(plan, request.filters, { catalogue, store });
    throwIfCancelled(signal);
    const depth = scope.isLoose ? MAX_CANDIDATES : limit;
    const filter = only === null ? scope.index : { ...scope.index, documentIds: [only] };
    const terms = [...new Set([...plan.terms, ...scope.expansions])];
    const words = queryWords(terms, plan.namesText, catalogue.languages(), tokens);
    const [lists, names] = await Promise.all([
      scope.hasNoText ? NO_LISTS : retrieve(plan.text, words, { mode: request.mode, filter, limit: depth }, signal),
      only === null ? retrieveNames(plan.namesText, request, scope, depth) : NO_NAMES,
    ]);
    throwIfCancelled(signal);
    const near = only === null ? lists.meaning.filter(({ score }) => score >= LEAST_SIMILARITY) : lists.meaning;
    const found = [...lists.words.matches, ...near, ...names.documents];
    const documents = catalogue.documents([...new Set(found.map(({ documentId }) => documentId))]);
    const isShown = ({ documentId, generation }: Candidate): boolean => {
      const document = documents.get(documentId);
      return document !== undefined && document.generation === generation && scope.isShown(document);
    };
    const matches = lists.words.matches.filter(isShown);
    const sources = new Map<number, ReturnType<typeof describeSource>>();
    for (const { documentId } of matches) {
      const document = sources.has(documentId) ? undefined : documents.get(documentId);
      if (document !== undefined) sources.set(documentId, describeSource(document, words.tokens, tokens));
    }
    return {
      traits: {
        wordCount: words.words.filter(({ isSaid }) => isSaid).length,
        isExact: plan.parts.length > 0 || kindOfQuery(plan.namesText) === 'name',
        isByWordsAlone: request.mode === 'words',
      },
      queryWords: words.words,
      words: { ...lists.words, matches },
      sources,
      meaning: near.filter(isShown),
      foreign: new Set(
        [...documents.values()].flatMap(({ id, language }) => (knowsLanguage(modelLanguages, language) ? [] : [id])),
      ),
      names: names.documents.filter(({ documentId }) => {
        const document = documents.get(documentId);
        return document !== undefined && scope.isShown(document);
      }),
      documents,
      folders: names.folders,
      tokens: words.tokens,
      usedMeaning: lists.usedMeaning,
    };
  };
}
