/** LanceDB's constants; they cannot be chosen. */
const K1 = 1.2;
const B = 0.75;

/** Okapi BM25 as LanceDB computes it; never negative. */
export function inverseDocumentFrequency(documents: number, documentFrequency: number): number {
  return Math.log(1 + (documents - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** The documentFrequency that gives this `inverseDocumentFrequency`. */
export function documentFrequencyOf(documents: number, idf: number): number {
  const odds = Math.exp(idf) - 1;
  return (documents + 0.5 - 0.5 * odds) / (1 + odds);
}

/** What one term adds to a score, before its inverse document frequency. `length` and `meanLength` in terms. */
export function termWeight(termFrequency: number, length: number, meanLength: number): number {
  return (termFrequency * (K1 + 1)) / (termFrequency + K1 * (1 - B + (B * length) / meanLength));
}
