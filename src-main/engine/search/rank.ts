import type { Candidate } from '#engine/storage/index-store.ts';
import type { WeighedName } from './names/name-weight.ts';
import type { WordRanking } from './word-ranking.ts';
import { minMaxNormalise, minMaxSum, type RankedScore } from './fusion.ts';

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
  /** By descending score, ties by ordinal. */
  readonly passages: readonly RankedPassage[];
  /** Its place in the list of names; null where its name does not match. */
  readonly name: WeighedName | null;
};

/**
 * Fuses the candidate lists into documents, best first, ties by document id. A document's words and meaning may lie in
 * different passages, so each list first gives every document a score (meaning its best passage's), and these are fused; passages
 * are then ordered inside their document by the same sum. What a name adds is added to that: see `weighNames`.
 */
export function rankDocuments(
  words: WordRanking,
  meaning: readonly Candidate[],
  names: readonly WeighedName[],
): RankedDocument[] {
  const passages = rankPassages(words.passages, meaning);
  const fused = minMaxSum(words.documents, bestByDocument(meaning));
  const scores = new Map(fused.map(({ key, score }) => [key, score]));
  for (const { documentId, weight } of names) scores.set(documentId, (scores.get(documentId) ?? 0) + weight);
  const byDocument = new Map(names.map((name) => [name.documentId, name]));
  return [...scores]
    .sort(([leftId, left], [rightId, right]) => right - left || leftId - rightId)
    .map(([documentId, score]) => ({
      documentId,
      score,
      passages: passages.get(documentId) ?? [],
      name: byDocument.get(documentId) ?? null,
    }));
}

function bestByDocument(candidates: readonly Candidate[]): Map<number, number> {
  const best = new Map<number, number>();
  for (const { documentId, score } of candidates) {
    if (score > (best.get(documentId) ?? -Infinity)) best.set(documentId, score);
  }
  return best;
}

function rankPassages(words: readonly Candidate[], meaning: readonly Candidate[]): Map<number, RankedPassage[]> {
  const all = new Map<string, Candidate>();
  for (const candidate of [...words, ...meaning]) all.set(keyOf(candidate), candidate);
  const positions = new Map([...all.keys()].map((key, position) => [key, position]));
  const toScores = (list: readonly Candidate[]): Map<number, RankedScore> =>
    minMaxNormalise(new Map(list.map((candidate) => [positions.get(keyOf(candidate)) ?? -1, candidate.score])));
  const wordScores = toScores(words);
  const meaningScores = toScores(meaning);
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
      score: (inWords?.score ?? 0) + (inMeaning?.score ?? 0),
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
