import type { Candidate, WordMatches } from '#engine/storage/index-store.ts';

/**
 * What the ranking by words weighs, chosen on fourteen judged sets in five languages; `b` and `k1` as in BM25.
 * - `rarity`: power of the inverse document frequency. Above 1 it does what a list of stop words does, in every language.
 * - `exact`: what the very word counts beside its stem.
 * - `document`: what all passages of a document hold together counts as much as the best of them alone; the words of its
 *   title count three times, and its length counts in passages.
 */
const WEIGHTS = {
  k1: 0.9,
  b: 0.4,
  rarity: 1.3,
  exact: 0.1,
  document: { weight: 1, k1: 1.2, b: 0.1, title: 3 },
} as const;

/** One word of the query: positions in the list of terms that was asked for. */
export type QueryWord = {
  readonly exact: number;
  /**
   * The terms that stand for its stem, by each stemmer that may have read a document; the word itself where it has no
   * other. A document was read by one, so the one that finds most in it counts.
   */
  readonly stems: readonly (readonly number[])[];
  /** How often the query holds it. */
  readonly count: number;
};

/** What the ranking has to know of a document beside its passages. */
export type RankedSource = {
  readonly chunkCount: number;
  /** How often each of the terms stands in its title. */
  readonly titleFrequencies: readonly number[];
  /** How often the terms of the title were added to each of its chunks. */
  readonly titleRepeats: number;
};

/** The list of words. Passages by descending score, ties by key; documents by id. */
export type WordRanking = { readonly passages: readonly Candidate[]; readonly documents: ReadonlyMap<number, number> };

/**
 * Scores passages and documents by words. A passage gets BM25 over the stems, and a little for the exact words; a document
 * gets its best passage, and BM25 over what its matching passages hold together: in short documents cut in two, neither
 * half alone says how well the whole answers. Passages by descending score, ties by key.
 */
export function rankByWords(
  { matches, statistics }: WordMatches,
  words: readonly QueryWord[],
  sourceOf: (documentId: number) => RankedSource,
): WordRanking {
  const rarity = (terms: readonly (readonly number[])[]): number => {
    const chunks = Math.min(statistics.chunks, mostAt(statistics.documentFrequencies, terms));
    return Math.log(1 + (statistics.chunks - chunks + 0.5) / (chunks + 0.5)) ** WEIGHTS.rarity;
  };
  const weighed = words.map((word) => ({ ...word, stemRarity: rarity(word.stems), exactRarity: rarity([[word.exact]]) }));

  const passages: Candidate[] = [];
  const byDocument = new Map<number, { best: number; frequencies: number[]; passages: number }>();
  for (const { documentId, generation, ordinal, length, frequencies } of matches) {
    const lengthShare = 1 - WEIGHTS.b + (WEIGHTS.b * length) / statistics.meanLength;
    const saturate = (frequency: number): number => saturation(frequency, WEIGHTS.k1, lengthShare);
    let score = 0;
    for (const { stems, exact, count, stemRarity, exactRarity } of weighed) {
      score += count * stemRarity * saturate(mostAt(frequencies, stems));
      score += count * WEIGHTS.exact * exactRarity * saturate(frequencies[exact] ?? 0);
    }
    passages.push({ documentId, generation, ordinal, score });
    const document = byDocument.get(documentId) ?? { best: 0, frequencies: frequencies.map(() => 0), passages: 0 };
    document.best = Math.max(document.best, score);
    document.passages += 1;
    frequencies.forEach((frequency, term) => (document.frequencies[term] = (document.frequencies[term] ?? 0) + frequency));
    byDocument.set(documentId, document);
  }
  passages.sort(byScore);

  const documents = new Map<number, number>();
  for (const [documentId, { best, frequencies, passages: count }] of byDocument) {
    const { chunkCount, titleFrequencies, titleRepeats } = sourceOf(documentId);
    // The title stands in every chunk; in the whole document it counts once, by its own weight.
    const title = WEIGHTS.document.title - titleRepeats * count;
    const whole = frequencies.map((frequency, term) => Math.max(0, frequency + title * (titleFrequencies[term] ?? 0)));
    const lengthShare = 1 - WEIGHTS.document.b + WEIGHTS.document.b * Math.max(chunkCount, count);
    let score = 0;
    for (const word of weighed) {
      score += word.count * word.stemRarity * saturation(mostAt(whole, word.stems), WEIGHTS.document.k1, lengthShare);
    }
    documents.set(documentId, best + WEIGHTS.document.weight * score);
  }
  return { passages, documents };
}

function saturation(frequency: number, k1: number, lengthShare: number): number {
  return frequency === 0 ? 0 : (frequency * (k1 + 1)) / (frequency + k1 * lengthShare);
}

/** The largest of the groups' sums. */
function mostAt(values: readonly number[], groups: readonly (readonly number[])[]): number {
  let most = 0;
  for (const positions of groups) {
    let sum = 0;
    for (const position of positions) sum += values[position] ?? 0;
    if (sum > most) most = sum;
  }
  return most;
}

function byScore(left: Candidate, right: Candidate): number {
  return (
    right.score - left.score ||
    left.documentId - right.documentId ||
    left.generation - right.generation ||
    left.ordinal - right.ordinal
  );
}
