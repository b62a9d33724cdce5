import { chunksSchema, vectorsSchema } from './columns.ts';
import type { Lance, LanceTable } from './lance.ts';
import type { ShardSpec } from './shard.ts';
import { createVectorIndex } from './vector-index.ts';
import type { Training, VectorIndexOption } from './vector-index.ts';

/** Longer than any term: none may be dropped. */
const MAX_TERM_BYTES = 1_000_000;
const UNTRAINED: Training = { trainedRows: 0 };

/** `recent` goes without: a scan of its few rows takes less than keeping five more indexes up to date. */
async function createFilterIndexes(lance: Lance, table: LanceTable): Promise<void> {
  const { Index } = lance;
  await table.createIndex('documentId', { config: Index.btree() });
  await table.createIndex('date', { config: Index.btree() });
  await table.createIndex('folderId', { config: Index.bitmap() });
  await table.createIndex('type', { config: Index.bitmap() });
  await table.createIndex('tags', { config: Index.labelList() });
}

async function probeFilterIndexes(table: LanceTable): Promise<void> {
  for (const predicate of ['documentId = 0', 'date = 0', 'folderId = 0', "type = ''", "array_has_any(tags, [''])"]) {
    await table.countRows(predicate);
  }
}

/** Terms are analysed before they come here, so the index takes them as they are. */
async function createWordIndex(lance: Lance, table: LanceTable): Promise<void> {
  const config = lance.Index.fts({
    baseTokenizer: 'whitespace',
    withPosition: false,
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    maxTokenLength: MAX_TERM_BYTES,
  });
  await table.createIndex('terms', { config });
}

export function chunksSpec(lance: Lance, name: string, options: { isMain: boolean }): ShardSpec {
  return {
    name,
    keepsRowKeys: options.isMain,
    schema: chunksSchema,
    async createIndexes(table) {
      if (!options.isMain) return UNTRAINED;
      await createWordIndex(lance, table);
      await createFilterIndexes(lance, table);
      return UNTRAINED;
    },
    async probeIndexes(table) {
      if (!options.isMain) return;
      await table.query().fullTextSearch(new lance.MatchQuery('a', 'terms')).select(['documentId', '_score']).limit(1).toArrow();
      await probeFilterIndexes(table);
    },
  };
}

export function vectorsSpec(
  lance: Lance,
  name: string,
  options: { isMain: boolean; dimensions: number; vectorIndex(): VectorIndexOption },
): ShardSpec {
  return {
    name,
    keepsRowKeys: options.isMain,
    schema: vectorsSchema(options.dimensions),
    async createIndexes(table) {
      if (!options.isMain) return UNTRAINED;
      await createFilterIndexes(lance, table);
      return createVectorIndex(lance, table, options.vectorIndex());
    },
    async probeIndexes(table) {
      const anyVector = new Float32Array(options.dimensions).fill(1);
      await table.query().nearestTo(anyVector).distanceType('cosine').select(['documentId', '_distance']).limit(1).toArrow();
      await probeFilterIndexes(table);
    },
  };
}
