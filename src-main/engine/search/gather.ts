import { EngineError, type Filters, type SearchMode } from '#contract';
import type { Tokens } from '#engine/analysis/tokens.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { idSet } from '#engine/storage/id-set.ts';
import type { Candidate, IndexFilter, IndexStore, WordMatches } from '#engine/storage/index-store.ts';
import type { WordCount } from '#engine/storage/vocabulary/word-table.ts';
import type { Logger } from '#engine/logger.ts';
import { matchesBeyond } from './matches-beyond.ts';
import { knowsLanguage, isReadableByModel, type ModelLanguages } from './model-languages.ts';
import type { NameIndex } from './names/name-index.ts';
import { kindOfQuery, weighNames, type WeighedName } from './names/name-weight.ts';
import type { FolderNameHit } from './names/scan-names.ts';
import type { QueryPlan } from './query-plan.ts';
import { queryWords, type QueryWords } from './query-words.ts';
import { describeSource } from './ranked-source.ts';
import type { RankingInputs } from './ranking-inputs.ts';
import { resolveScope, type Scope } from './scope.ts';
import { withCompoundParts } from './vocabulary/compound-parts.ts';
import { longerWords, type LongerWords } from './vocabulary/longer-words.ts';
import { withNearestWords } from './vocabulary/nearest-words.ts';
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
  /** The last word may be the beginning of one. */
  readonly isTyping?: boolean;
};

/** What a search found before any of it was weighed. */
export type Gathered = RankingInputs & {
  /** Every document that is among the inputs. */
  readonly documents: ReadonlyMap<number, DocumentRecord>;
  readonly folders: readonly FolderNameHit[];
  /** The tokens that words were looked for by, in the order of their frequencies. */
  readonly tokens: readonly string[];
  /** The last of the tokens, of which the vocabulary knows how often they occur. */
  readonly further: readonly WordCount[];
  readonly usedMeaning: boolean;
  readonly scope: Scope;
  /**
   * Documents with a word that are not among the inputs, by LanceDB's score, each with its best passage; null where so many
   * passages hold a word that they are not all looked at. It comes later: a page is made meanwhile.
   */
  readonly beyond: Promise<readonly Candidate[] | null>;
};

/**
 * Reads the lists of words, meaning and names in parallel; what the catalogue no longer shows is dropped. `limit`: passages
 * of each list. `only`: of that document alone, by its content, and also where its meaning is too far from the query to be
 * shown. `within`: of these documents alone, of which there must be one. Errors: cancelled.
 */
export type Gather = (
  plan: QueryPlan,
  request: RankRequest,
  options: { readonly limit: number; readonly only: number | null; readonly within?: readonly number[] },
  signal: AbortSignal,
) => Promise<Gathered>;

type Lists = {
  readonly words: WordMatches;
  readonly meaning: readonly Candidate[];
  readonly usedMeaning: boolean;
};
/** `all`: the tokens, and the further words behind them. */
type LookedForWords = QueryWords & Pick<LongerWords, 'further'> & { readonly all: readonly string[] };
type Names = { readonly documents: readonly WeighedName[]; readonly folders: readonly FolderNameHit[] };

/** Passages with a word that are counted by the way: as many take as long as making a page of results. */
const MOST_COUNTED = 8_000;

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

  /** `isFree`: no part of it must stand as it is written. */
  function withFurtherWords(
    said: QueryWords,
    {
      text,
      languages,
      typed,
      isFree,
    }: {
      readonly text: string;
      readonly languages: readonly string[];
      readonly typed: string | null;
      readonly isFree: boolean;
    },
  ): LookedForWords {
    const { vocabulary } = store;
    const isGerman = languages.includes('de');
    const lengthened = (asked: QueryWords): LongerWords => {
      const longer = longerWords(asked, { typed, isGerman }, vocabulary);
      return isGerman ? withCompoundParts(longer, asked.tokens, tokens, vocabulary) : longer;
    };
    const first = lengthened(said);
    const explained = new Set(
      first.words.flatMap(({ exact, longer, standsFor = [] }) => (longer === undefined ? standsFor : [exact])),
    );
    const asked = isFree ? withNearestWords(said, { said: text, languages, explained }, tokens, vocabulary) : said;
    // Further words stand behind all that are asked for: those of slips move them, and few queries have any.
    const { words, further } = asked === said ? first : lengthened(asked);
    return { tokens: asked.tokens, words, further, all: [...asked.tokens, ...further.map(({ word }) => word)] };
  }

  async function retrieveNames(
    text: string,
    { mode, names: isByNames }: RankRequest,
    { filters, documentIds, isPlain }: Scope,
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
    words: LookedForWords,
    vector: Promise<Float32Array | null>,
    { mode, filter, limit }: { readonly mode: SearchMode; readonly filter: IndexFilter; readonly limit: number },
  ): Promise<Lists> {
    if (mode === 'names' || filter.documentIds?.length === 0) return NO_LISTS;
    const isWithWords = mode !== 'meaning' && words.all.length > 0;
    const [found, meaningList] = await Promise.all([
      isWithWords ? store.matchWords(words.tokens, filter, limit, words.further) : NO_WORDS,
      vector.then((known) => (known === null ? null : store.searchMeaning(known, filter, limit))),
    ]);
    return { words: found, meaning: meaningList ?? [], usedMeaning: meaningList !== null };
  }

  /** All documents with a word, where `found` may lack some; null where that would take too long. */
  async function withWords(
    { tokens: wanted, further, words }: LookedForWords,
    found: WordMatches,
    { filter, limit }: { readonly filter: IndexFilter; readonly limit: number },
  ): Promise<readonly Candidate[] | null> {
    if (found.matches.length < limit) return [];
    const frequencies = found.statistics.documentFrequencies;
    const passages = words.map(({ exact, stems, longer }) =>
      Math.max(...[exact, ...stems.flat(), ...(longer?.terms ?? [])].map((term) => frequencies[term] ?? 0)),
    );
    const isFew = passages.reduce((sum, count) => sum + count, 0) <= MOST_COUNTED;
    return isFew ? store.documentsWithWords(wanted, filter, further) : null;
  }

  /** Null where meaning plays no part, or the query could not be embedded: words alone then answer, and the result says so. */
  async function embed(text: string, mode: SearchMode, signal: AbortSignal): Promise<Float32Array | null> {
    if (mode === 'words' || mode === 'names' || text === '' || !isReadableByModel(text, modelLanguages)) return null;
    try {
      return await options.embedQuery(text, { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      logger.warn('search.withoutMeaning', { code: error instanceof EngineError ? error.code : 'internal' });
      return null;
    }
  }

  return async (plan, request, { limit, only, within }, signal) => {
    // Takes a process of its own: begun before anything else is looked at.
    const vector = embed(plan.text, request.mode, signal);
    vector.catch(() => undefined);
    const scope = await resolveScope(plan, request.filters, { catalogue, store });
    throwIfCancelled(signal);
    const depth = scope.isLoose ? MAX_CANDIDATES : limit;
    const documentIds = only === null ? idsWithin(scope.index.documentIds, within) : [only];
    const filter = { ...scope.index, documentIds };
    const terms = [...new Set([...plan.terms, ...scope.expansions])];
    const languages = catalogue.languages();
    const words = withFurtherWords(queryWords(terms, plan.namesText, languages, tokens), {
      text: plan.namesText,
      languages,
      typed: request.isTyping === true ? plan.unfinished : null,
      isFree: plan.parts.length === 0,
    });
    const [lists, names] = await Promise.all([
      scope.hasNoText ? NO_LISTS : retrieve(words, vector, { mode: request.mode, filter, limit: depth }),
      only === null
        ? retrieveNames(plan.namesText, request, within === undefined ? scope : { ...scope, documentIds: new Set(within) }, depth)
        : NO_NAMES,
    ]);
    throwIfCancelled(signal);
    const allWithWords = withWords(words, lists.words, { filter, limit: depth });
    const near = only === null ? lists.meaning.filter(({ score }) => score >= LEAST_SIMILARITY) : lists.meaning;
    const found = [...lists.words.matches, ...near, ...names.documents];
    const documents = catalogue.documents([...new Set(found.map(({ documentId }) => documentId))]);
    const isShown = ({ documentId, generation }: Candidate): boolean => {
      const document = documents.get(documentId);
      return document !== undefined && document.generation === generation && scope.isShown(document);
    };
    const matches = lists.words.matches.filter(isShown);
    const meaning = near.filter(isShown);
    const sources = new Map<number, ReturnType<typeof describeSource>>();
    for (const { documentId } of matches) {
      const document = sources.has(documentId) ? undefined : documents.get(documentId);
      if (document !== undefined) sources.set(documentId, describeSource(document, words.all, tokens));
    }
    const shownNames = names.documents.filter(({ documentId }) => {
      const document = documents.get(documentId);
      return document !== undefined && scope.isShown(document);
    });
    const weighed = new Set([...matches, ...meaning, ...shownNames].map(({ documentId }) => documentId));
    const beyond = allWithWords.then((all) => (all === null ? null : matchesBeyond(all, { scope, weighed, catalogue, signal })));
    // Not every caller waits for it.
    beyond.catch(() => undefined);
    return {
      traits: {
        wordCount: words.words.filter(({ isSaid }) => isSaid).length,
        isExact: plan.parts.length > 0 || kindOfQuery(plan.namesText) === 'name',
        isByWordsAlone: request.mode === 'words',
      },
      queryWords: words.words,
      words: { ...lists.words, matches },
      sources,
      meaning,
      foreign: new Set(
        [...documents.values()].flatMap(({ id, language }) => (knowsLanguage(modelLanguages, language) ? [] : [id])),
      ),
      names: shownNames,
      documents,
      folders: names.folders,
      tokens: words.all,
      further: words.further,
      usedMeaning: lists.usedMeaning,
      scope,
      beyond,
    };
  };
}

/** Those of `within` that a filter lets through. */
function idsWithin(filtered: readonly number[] | null, within: readonly number[] | undefined): readonly number[] | null {
  if (within === undefined || filtered === null) return within ?? filtered;
  const isLetThrough = idSet(filtered);
  return within.filter((id) => isLetThrough.has(id));
}
