import { dot } from '../vectors/vectors.ts';
import { KEY_COLUMNS } from './columns.ts';
import { keysFromArrow, rawVectorsFromArrow } from './from-arrow.ts';
import type { ChunkRow, VectorRow } from './index-store.ts';
import { keyText } from './merge.ts';
import type { Shard } from './shard.ts';
import type { Twin } from './twin.ts';

const REMEDY = 'Run a rescan to rebuild what is missing.';
/** Documents whose chunks are read whole. */
const SAMPLED_DOCUMENTS = 50;
/** Vectors looked at in one read. */
const VECTOR_PAGE_ROWS = 2000;
/** How far the length of an L2-normalised vector may be off. */
const UNIT_TOLERANCE = 1e-3;

async function readKeys(shard: Shard) {
  return shard.read(async (table) => keysFromArrow(await table.query().select(KEY_COLUMNS).toArrow()));
}

/** Counted and read rows must agree, and no key may come twice, but for the copies of a fold under way. */
async function checkKeys(name: string, twin: Twin<ChunkRow> | Twin<VectorRow>, faults: string[]): Promise<number[]> {
  const [main, recent] = await Promise.all([readKeys(twin.main), readKeys(twin.recent)]);
  const [inMain, inRecent] = [new Set(main.map(keyText)), new Set(recent.map(keyText))];
  const inBoth = twin.isFolding() ? 0 : inMain.intersection(inRecent).size;
  const doubled = main.length - inMain.size + recent.length - inRecent.size + inBoth;
  if (doubled > 0) faults.push(`The table of ${name} holds ${doubled} rows twice. ${REMEDY}`);
  const [rows, held] = [await twin.rows(), inMain.union(inRecent).size + doubled];
  if (rows !== held) faults.push(`The table of ${name} counts ${rows} rows but holds ${held}. ${REMEDY}`);
  return [...new Set([...main, ...recent].map((key) => key.documentId))];
}

async function checkTexts(chunks: Twin<ChunkRow>, documentIds: readonly number[], faults: string[]): Promise<void> {
  const step = Math.max(1, Math.floor(documentIds.length / SAMPLED_DOCUMENTS));
  const sample = documentIds.filter((_, i) => i % step === 0);
  if (sample.length === 0) return;
  const rows = await chunks.rowsWhere([`documentId IN (${sample.join(', ')})`]);
  const wrong = rows.filter((row) => row.text.length !== row.end - row.start).length;
  if (wrong > 0) faults.push(`${wrong} passages do not have the length they should have. ${REMEDY}`);
}

async function checkVectors(shard: Shard, faults: string[]): Promise<void> {
  let wrong = 0;
  for (let offset = 0; ; offset += VECTOR_PAGE_ROWS) {
    const page = await shard.read((table) => table.query().select(['vector']).offset(offset).limit(VECTOR_PAGE_ROWS).toArrow());
    // Written so that NaN counts as wrong.
    wrong += rawVectorsFromArrow(page).filter((vector) => !(Math.abs(dot(vector, vector) - 1) <= UNIT_TOLERANCE)).length;
    if (page.numRows < VECTOR_PAGE_ROWS) break;
  }
  if (wrong > 0) faults.push(`${wrong} vectors of ${shard.name} are damaged. ${REMEDY}`);
}

/** Reads every key and vector and a sample of the texts. Sentences for people; empty where all is sound. */
export async function checkTwins(chunks: Twin<ChunkRow>, vectors: Twin<VectorRow>): Promise<string[]> {
  const faults: string[] = [];
  const check = async (name: string, job: () => Promise<void>) => {
    try {
      await job();
    } catch {
      faults.push(`The table of ${name} cannot be read. ${REMEDY}`);
    }
  };
  await check('passages', async () => checkTexts(chunks, await checkKeys('passages', chunks, faults), faults));
  await check('vectors', async () => {
    await checkKeys('vectors', vectors, faults);
    for (const shard of [vectors.main, vectors.recent]) await checkVectors(shard, faults);
  });
  return faults;
}
