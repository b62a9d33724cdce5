import type { Lance, LanceTable } from './lance.ts';
import type { Placement } from './layout.ts';

/**
 * How the vectors of `main` are searched: all of them (`exact`), or through codes of eight bits a dimension (`int8`), of
 * one (`binary`), or of as many as were measured to lose nothing (`auto`). What codes select is scored by its full vector.
 */
export type VectorIndexOption = 'auto' | 'exact' | 'int8' | 'binary';

/** What the last making of indexes left, as the layout keeps it. */
export type Training = Pick<Placement, 'trainedRows' | 'vectorIndex'>;

/** Below it every vector is compared: exact, and fast enough (about a millisecond per thousand). */
export const MIN_INDEXED_VECTORS = 10_000;

/**
 * RaBitQ codes in IVF partitions throughout: LanceDB has plain 8-bit scalars only inside a graph, which takes five times as
 * long to build, a minute to take in a row at 100,000, and finds less. `bench/run.ts vectors` chose the refine factors.
 */
const CODES: Readonly<Record<Exclude<VectorIndexOption, 'exact'>, { readonly bits: number; readonly refineFactor: number }>> = {
  auto: { bits: 5, refineFactor: 2 },
  int8: { bits: 8, refineFactor: 2 },
  binary: { bits: 1, refineFactor: 5 },
};
const MOST_REFINED = Math.max(...Object.values(CODES).map(({ refineFactor }) => refineFactor));

/** Trained once: LanceDB splits partitions itself as they grow. Made anew where another option is wanted. */
export function isVectorIndexDue(rows: number, wanted: VectorIndexOption, { trainedRows, vectorIndex }: Training): boolean {
  if (trainedRows < 0) return true;
  if (wanted === 'exact') return trainedRows > 0;
  return trainedRows === 0 ? rows >= MIN_INDEXED_VECTORS : wanted !== (vectorIndex ?? 'auto');
}

/** Candidates whose true similarity is computed, for each one asked for: codes only preselect. */
export function refineFactorOf({ trainedRows, vectorIndex = 'auto' }: Training): number {
  // Between two indexes either may answer.
  return trainedRows < 0 || vectorIndex === 'exact' ? MOST_REFINED : CODES[vectorIndex].refineFactor;
}

/** Makes the wanted index, or drops the one there is where none is wanted. Until it has, the one there is answers. */
export async function createVectorIndex(lance: Lance, table: LanceTable, wanted: VectorIndexOption): Promise<Training> {
  const rows = await table.countRows();
  if (wanted === 'exact' || rows < MIN_INDEXED_VECTORS) {
    for (const index of await table.listIndices()) {
      if (index.columns.includes('vector')) await table.dropIndex(index.name);
    }
    return { trainedRows: 0, vectorIndex: wanted };
  }
  await table.createIndex('vector', { config: lance.Index.ivfRq({ numBits: CODES[wanted].bits, distanceType: 'cosine' }) });
  return { trainedRows: rows, vectorIndex: wanted };
}
