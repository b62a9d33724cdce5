import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openJudgedFolder, queriesToAsk, type JudgedDocument, type JudgedQuery } from '#engine/evaluation/judged-folder.ts';
import type { Grades } from '#engine/evaluation/metrics.ts';
import { sharedData } from './harness.ts';

export type JudgedSet = {
  readonly documents: readonly JudgedDocument[];
  /** Those that are judged. */
  readonly queries: readonly JudgedQuery[];
  /** Query id -> document id -> graded relevance. */
  readonly judgements: ReadonlyMap<string, Grades>;
};

/** Where the judged sets lie, each a folder in the form of BEIR. */
export const judgedSets = join(sharedData, 'retrieval');

/** The names of all sets that have judgements. */
export function allJudgedSets(): string[] {
  return readdirSync(judgedSets)
    .filter((name) => ['qrels.tsv', 'qrels/test.tsv'].some((file) => existsSync(join(judgedSets, name, file))))
    .toSorted();
}

/** The whole of a judged set at once, for benches that need its texts. */
export async function readJudgedSet(name: string): Promise<JudgedSet> {
  const folder = await openJudgedFolder(join(judgedSets, name));
  return {
    documents: await Array.fromAsync(folder.documents()),
    queries: (await queriesToAsk(folder)).queries,
    judgements: folder.judgements ?? new Map(),
  };
}
