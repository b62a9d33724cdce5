import type { Connection, Table } from '@lancedb/lancedb';

/** The library itself, handed about as a value: importing it loads native code that not every processor can run. */
export type Lance = typeof import('@lancedb/lancedb');
export type LanceConnection = Connection;
export type LanceTable = Table;

/** Indexes, centroids and postings kept in memory; a larger cache made no query of a 100k-chunk index faster. */
const INDEX_CACHE_BYTES = 128n << 20n;
const METADATA_CACHE_BYTES = 32n << 20n;

/** Loads LanceDB and connects. Call `probeIndexLocation` before: on an unfit processor loading kills the process. */
export async function connectLance(folder: string): Promise<{ lance: Lance; connection: LanceConnection }> {
  const lance = await import('@lancedb/lancedb');
  const session = new lance.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES);
  return { lance, connection: await lance.connect(folder, {}, session) };
}
