// How good the results are: nDCG@10 of words, meaning and hybrid on judged sets, through the whole pipeline.
//
//   node src-main/bench/quality.ts [SET ...] [--limit N] [--smallest]
//
// Without sets: all that have judgements. What is measured replaces the rows of the same sets in results/quality.json;
// every row names the commit and the model it was measured with. With --smallest or --limit nothing is stored.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { qualityByMode, qualityDifference } from '#contract';
import { pairedDifference } from '#engine/evaluation/bootstrap.ts';
import { MEASURED_MODES, ndcgsOf } from '#engine/evaluation/measure.ts';
import { evaluateFolder } from '#hosts/node/evaluate-folder.ts';
import { describeCommit, projectRoot, resultFile, round, storeResult } from './harness.ts';
import { allJudgedSets, judgedSets } from './judged-set.ts';

const SMALLEST = { sets: ['xquad-en'], limit: 60 };

const row = z.object({
  set: z.string(),
  documents: z.int(),
  queries: z.int(),
  /** Pages that could not be found: nothing could be read of them. */
  unreadable: z.int(),
  /** Queries that words alone answered in hybrid mode. */
  withoutMeaning: z.int(),
  indexingSeconds: z.number(),
  commit: z.string(),
  model: z.string(),
  modes: qualityByMode,
  hybridLessWords: qualityDifference.nullable(),
  hybridLessMeaning: qualityDifference.nullable(),
});
type Row = z.infer<typeof row>;

async function measureSet(set: string, limit: number | undefined): Promise<Row> {
  const evaluation = await evaluateFolder(join(judgedSets, set), {
    modelsFolder: join(projectRoot, 'models'),
    signal: AbortSignal.timeout(24 * 60 * 60 * 1000),
    ...(limit === undefined ? {} : { limit }),
  });
  const { documents, queries, counts, withoutMeaning, model, modes, answers } = evaluation;
  const hybrid = ndcgsOf(answers.hybrid);
  return {
    set,
    documents,
    queries,
    unreadable: counts.skipped + counts.failed,
    withoutMeaning,
    indexingSeconds: round(evaluation.indexingMs / 1000, 1),
    commit: describeCommit(),
    model,
    modes,
    hybridLessWords: pairedDifference(hybrid, ndcgsOf(answers.words)),
    hybridLessMeaning: pairedDifference(hybrid, ndcgsOf(answers.meaning)),
  };
}

function readEarlierRows(): Row[] {
  const file = resultFile('quality');
  if (!existsSync(file)) return [];
  const stored = z.object({ result: z.array(row) }).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  // A file of an older form is replaced.
  return stored.success ? stored.data.result : [];
}

/** In the form of the README's. */
function toTable(rows: readonly Row[]): string {
  const share = (value: number | null | undefined): string => value?.toFixed(3) ?? '-';
  const lines = rows.map(({ set, documents, queries, modes, commit, model }) => {
    const figures = MEASURED_MODES.map((mode) => {
      const { ndcg10, interval } = modes[mode];
      return `${share(ndcg10)} (${share(interval?.[0])}-${share(interval?.[1])})`;
    });
    const { p50Ms, p95Ms } = modes.hybrid;
    const cells = [set, documents, queries, ...figures, `${p50Ms ?? '-'} / ${p95Ms ?? '-'}`];
    return `| ${[...cells, model, commit.replace(/^(\w{8})\w+/, '$1')].join(' | ')} |`;
  });
  const heading = '| set | documents | queries | words | meaning | hybrid | hybrid p50 / p95 ms | model | commit |';
  return [heading, '|---|---|---|---|---|---|---|---|---|', ...lines, ''].join('\n');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string' }, smallest: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !existsSync(join(judgedSets, name, 'corpus.jsonl')));
if (unknown.length > 0)
  throw new Error(`no judged set ${unknown.join(', ')} in ${judgedSets}; there are ${allJudgedSets().join(', ')}`);
const given = values.limit === undefined ? undefined : z.coerce.number().int().positive().parse(values.limit);
const limit = given ?? (values.smallest ? SMALLEST.limit : undefined);
const named = positionals.length > 0 ? positionals : values.smallest ? SMALLEST.sets : allJudgedSets();

const rows: Row[] = [];
for (const set of named) {
  const measured = await measureSet(set, limit);
  rows.push(measured);
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  // After each set: a run over all of them takes long.
  if (limit !== undefined) continue;
  const earlier = readEarlierRows().filter((each) => each.set !== set);
  storeResult(
    'quality',
    [...earlier, measured].toSorted((left, right) => (left.set < right.set ? -1 : 1)),
  );
}
process.stdout.write(`\n${toTable(rows)}`);
if (limit === undefined) process.stdout.write(`\nstored in ${resultFile('quality')}\n`);
