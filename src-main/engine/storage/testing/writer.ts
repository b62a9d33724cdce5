import { writeSync } from 'node:fs';
import { openIndexStore } from '../open.ts';
import { chunkRow, createRandom, randomVector, vectorRowOf } from './random-rows.ts';

/**
 * Writes documents until it is killed, folding all the while; prints each document's id once its rows are acknowledged.
 * Arguments: folder, first document id, dimensions.
 */
const [folder = '', first = '1', dimensions = '8'] = process.argv.slice(2);
const logger = { info() {}, warn() {}, error() {} };
const { store } = await openIndexStore({ folder, dimensions: Number(dimensions), space: 'test', logger });
const random = createRandom(Number(first));
for (let documentId = Number(first); ; documentId++) {
  const rows = Array.from({ length: 150 }, (_, ordinal) => chunkRow({ documentId, ordinal, terms: `doc${documentId} shared` }));
  const vectors = rows.map((row) => vectorRowOf(row, randomVector(random, Number(dimensions))));
  await Promise.all([store.addChunks(rows), store.addVectors(vectors), store.upkeep({ isIdle: true })]);
  writeSync(1, `${documentId}\n`);
}
