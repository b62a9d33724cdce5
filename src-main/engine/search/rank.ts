import type { Candidate } from '#engine/storage/index-store.ts';
import { LEADING, type WeighedName } from './names/name-weight.ts';
import { scaleScores, type RankedScore } from './fusion.ts';
import { RANKING_WEIGHTS, type RankingWeights } from './ranking-weights.ts';
import type { QueryTraits, RankingInputs } from './ranking-inputs.ts';
import { rankByWords } from './word-ranking.ts';

/** More than fused scores and names that do not lead can reach: what has all words stands before what lacks one. */
const ALL_WORDS = 3;
/** Up to so many words people mean all of them; longer ones are questions, of which a document may say much in other words. */
const MOST_WORDS_MEANT = 4;

/** No word in common is what scores nothing. */
const NO_FLOOR = 0;

/** So many words ask a question: what answers it may say it otherwise. */
const FEWEST_OF_QUESTION = 7;
/** Enough to tell the language of most of what is found. */
const DOCUMENTS_THAT_TELL = 10;

/** A passage among the candidates, with what each list said of it. */
export type RankedPassage = {
  readonly documentId: number;
  readonly generation: number;
  readonly ordinal: number;
  /** Sum of both lists' normalised scores, as for documents. */
  readonly score: number;
  readonly words: RankedScore | null;
  readonly meaning: RankedScore | null;
};

export type RankedDocument = {
  readonly documentId: number;
  readonly score: number;
  /** Rank and score among the documents of each list. */
  readonly words: RankedScore | null;
  readonly meaning: RankedScore | null;
  /** All words of the query stand in it. */
  readonly hasAllWords: boolean;
  /** By descending score, ties by ordinal. */
  readonly passages: readonly RankedPassage[];
  /** Its place in the list of names; null where its name does not match. */
  readonly name: WeighedName | null;
};

/**
 * Ranks by words, and fuses the lists into documents, best first, ties by document id. A document's words and meaning may
 * lie in different passages, so each list first gives every document a score (meaning its best passage's), and these are
 * fused, words by how much of the query the best document has: where that is no more than its common words, meaning decides;
 * passages are then ordered inside their document by the same sum. What a name adds is added to that: see `weighNames`.
 */
export function rankDocuments(inputs: RankingInputs, weights: RankingWeights = RANKING_WEIGHTS): RankedDocument[] {
  const { traits, names, meaning } = inputs;
  const sourceOf = (documentId: number) => inputs.sources.get(documentId) ?? UNKNOWN_SOURCE;
  const words = rankByWords(inputs.words, inputs.queryWords, sourceOf, weights);
  const similarity = bestByDocument(meaning);
  const meaningWeight = weightOfMeaning(inputs, words.documents, weights);
  const byWords = scaleScores(words.documents, NO_FLOOR);
  const byMeaning = scaleScores(similarity, weights.fusion.floor);
  const byName = new Map(names.map((name) => [name.documentId, name]));
  const passages = rankPassages(words.passages, meaning, { weight: meaningWeight, floor: weights.fusion.floor });
  const isCompleteFirst = traits.isByWordsAlone || traits.wordCount <= MOST_WORDS_MEANT;
  return [...new Set([...byWords.keys(), ...byMeaning.keys(), ...byName.keys()])]
    .map((documentId): RankedDocument => {
      const name = byName.get(documentId) ?? null;
      const hasAllWords = words.complete.has(documentId);
      const fused =
        words.coverage * (byWords.get(documentId)?.score ?? 0) + meaningWeight * (byMeaning.get(documentId)?.score ?? 0);
      const isFirst = isCompleteFirst && (hasAllWords || (name !== null && name.weight >= LEADING));
      return {
        documentId,
        score: fused + (name?.weight ?? 0) + (isFirst ? ALL_WORDS : 0),
        words: withRawScore(byWords.get(documentId), words.documents.get(documentId)),
        meaning: withRawScore(byMeaning.get(documentId), similarity.get(documentId)),
        hasAllWords,
        passages: passages.get(documentId) ?? [],
        name,
      };
    })
    .sort((left, right) => right.score - left.score || left.documentId - right.documentId);
}

const UNKNOWN_SOURCE = { chunkCount: 1, titleFrequencies: [], titleRepeats: 0 };

function withRawScore(ranked: RankedScore | undefined, score: number | undefined): RankedScore | null {
  return ranked === undefined || score === undefined ? null : { rank: ranked.rank, score };
}

/** Beside words, which count 1. */
function weightOfMeaning(
  { traits, foreign }: { readonly traits: QueryTraits; readonly foreign: ReadonlySet<number> },
  byWords: ReadonlyMap<number, number>,
  { fusion }: RankingWeights,
): number {
  const ofKind = traits.isExact ? fusion.exact : traits.wordCount >= FEWEST_OF_QUESTION ? fusion.question : 1;
  return fusion.meaning * ofKind * (isForeignQuery(byWords, foreign) ? fusion.foreign : 1);
}

/** By the documents that its words lead to: what a query is in cannot be told from a few words of it. */
function isForeignQuery(byWords: ReadonlyMap<number, number>, foreign: ReadonlySet<number>): boolean {
  const best = [...byWords].sort(([, left], [, right]) => right - left).slice(0, DOCUMENTS_THAT_TELL);
  return best.length > 0 && best.filter(([documentId]) => foreign.has(documentId)).length > best.length / 2;
}

function bestByDocument(candidates: readonly Candidate[]): Map<number, number> {
  const best = new Map<number, number>();
  for (const { documentId, score } of candidates) {
    if (score > (best.get(documentId) ?? -Infinity)) best.set(documentId, score);
  }
  return best;
}

function rankPassages(
  words: readonly Candidate[],
  meaning: readonly Candidate[],
  ofMeaning: { readonly weight: number; readonly floor: number },
): Map<number, RankedPassage[]> {
  const all = new Map<string, Candidate>();
  for (const candidate of [...words, ...meaning]) all.set(keyOf(candidate), candidate);
  const positions = new Map([...all.keys()].map((key, position) => [key, position]));
  const toScores = (list: readonly Candidate[], floor: number): Map<number, RankedScore> =>
    scaleScores(new Map(list.map((candidate) => [positions.get(keyOf(candidate)) ?? -1, candidate.score])), floor);
  const wordScores = toScores(words, NO_FLOOR);
  const meaningScores = toScores(meaning, ofMeaning.floor);
  const rawWords = new Map(words.map((candidate) => [keyOf(candidate), candidate.score]));
  const rawMeaning = new Map(meaning.map((candidate) => [keyOf(candidate), candidate.score]));

  const byDocument = new Map<number, RankedPassage[]>();
  for (const [key, { documentId, generation, ordinal }] of all) {
    const position = positions.get(key) ?? -1;
    const inWords = wordScores.get(position);
    const inMeaning = meaningScores.get(position);
    const passage: RankedPassage = {
      documentId,
      generation,
      ordinal,
      score: (inWords?.score ?? 0) + ofMeaning.weight * (inMeaning?.score ?? 0),
      words: inWords === undefined ? null : { rank: inWords.rank, score: rawWords.get(key) ?? 0 },
      meaning: inMeaning === undefined ? null : { rank: inMeaning.rank, score: rawMeaning.get(key) ?? 0 },
    };
    const siblings = byDocument.get(documentId);
    if (siblings === undefined) byDocument.set(documentId, [passage]);
    else siblings.push(passage);
  }
  for (const siblings of byDocument.values())
    siblings.sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
  return byDocument;
}

function keyOf({ documentId, ordinal }: Candidate): string {
  return `${documentId}:${ordinal}`;
}
