import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sharedData } from './harness.ts';

export type JudgedSet = {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  /** Query id -> document id -> graded relevance (> 0). */
  readonly judgements: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Reads `retrieval/<name>` in the BEIR form. */
export async function readJudgedSet(name: string): Promise<JudgedSet> {
  const folder = join(sharedData, 'retrieval', name);
  const documents = await readJsonLines(join(folder, 'corpus.jsonl'));
  const queries = await readJsonLines(join(folder, 'queries.jsonl'));
  const judgements = new Map<string, Map<string, number>>();
  const rows = (await readFile(join(folder, 'qrels.tsv'), 'utf8')).trim().split('\n').slice(1);
  for (const row of rows) {
    const [query = '', document = '', grade = '0'] = row.trim().split('\t');
    if (Number(grade) <= 0) continue;
    const grades = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, grades.set(document, Number(grade)));
  }
  return {
    documents: documents.map(({ _id, title = '', text }) => ({ id: _id, title, text })),
    queries: queries.map(({ _id, text }) => ({ id: _id, text })).filter(({ id }) => judgements.has(id)),
    judgements,
  };
}

/** One line of `corpus.jsonl` or `queries.jsonl`. */
const judgedText = z.object({ _id: z.string(), title: z.string().optional(), text: z.string() });

async function readJsonLines(file: string): Promise<z.infer<typeof judgedText>[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => judgedText.parse(JSON.parse(line)));
}
