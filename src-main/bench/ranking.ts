// Which weights rank best: chosen on all judged sets but one, and looked at on the one that was left out.
//
//   node src-main/bench/ranking.ts [SET ...] [--fresh] [--queries N] [--smallest]
//
// Collects once what the index finds for each query (`--fresh`: again), which takes as long as indexing the sets, and ranks
// that by many settings of `engine/search/ranking-weights.ts`, one weight moved at a time and all of them together at random.
// A setting's worth is its mean nDCG@10 over the sets, words and hybrid alike. Stored in results/ranking.json.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mean, ndcgAtK } from '#engine/evaluation/metrics.ts';
import { rankDocuments } from '#engine/search/rank.ts';
import { RANKING_WEIGHTS, type RankingWeights } from '#engine/search/ranking-weights.ts';
import { round, storeResult } from './harness.ts';
import { allJudgedSets } from './judged-set.ts';
import { createRandom } from './random.ts';
import { collectQueries, type CollectedQuery } from './ranking/collect.ts';
import { describeChange, randomSettings, singleChanges } from './ranking/settings.ts';

const MODES = ['words', 'hybrid'] as const;
type Mode = (typeof MODES)[number];
type Row = { readonly set: string; readonly mode: Mode; readonly queries: readonly CollectedQuery[] };

const RANDOM_SETTINGS = 40;

function worth({ mode, queries }: Row, weights: RankingWeights): number {
  const scores = queries.map((query) => {
    const ranking = rankDocuments(query[mode], weights).map(({ documentId }) => String(documentId));
    return ndcgAtK(ranking, query.grades, 10);
  });
  return mean(scores) ?? 0;
}

/** The rows of a set, the one by words alone where meaning finds nothing. */
function toRows(set: string, queries: readonly CollectedQuery[]): Row[] {
  const hasMeaning = queries.some(({ hybrid }) => hybrid.meaning.length > 0);
  return MODES.filter((mode) => mode === 'words' || hasMeaning).map((mode) => ({ set, mode, queries }));
}

function indexOfBest(means: readonly number[]): number {
  return means.indexOf(Math.max(...means));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fresh: { type: 'boolean', default: false },
    smallest: { type: 'boolean', default: false },
    queries: { type: 'string' },
  },
});
const limit = values.smallest ? 20 : z.coerce.number().int().positive().default(Infinity).parse(values.queries);
const sets = positionals.length > 0 ? positionals : values.smallest ? ['xquad-en', 'obsidian-help-en'] : allJudgedSets();

const rows: Row[] = [];
for (const set of sets) {
  const queries = createRandom(11).shuffle(await collectQueries(set, { isFresh: values.fresh }));
  rows.push(...toRows(set, queries.slice(0, limit)));
  process.stdout.write(`${set}: ${queries.length} queries\n`);
}

const settings = [
  RANKING_WEIGHTS,
  ...singleChanges(RANKING_WEIGHTS),
  ...randomSettings(RANKING_WEIGHTS, values.smallest ? 2 : RANDOM_SETTINGS, createRandom(23)),
];
/** By row, then by setting. */
const worths: number[][] = rows.map(() => []);
for (const [index, weights] of settings.entries()) {
  rows.forEach((row, position) => worths[position]?.push(worth(row, weights)));
  const all = mean(worths.map((ofRow) => ofRow[index] ?? 0)) ?? 0;
  process.stdout.write(`${all.toFixed(4)} ${describeChange(RANKING_WEIGHTS, weights)}\n`);
}

const meansWithout = (set: string | null): number[] =>
  settings.map(
    (_, index) => mean(rows.flatMap((row, position) => (row.set === set ? [] : [worths[position]?.[index] ?? 0]))) ?? 0,
  );
const result = {
  shipped: RANKING_WEIGHTS,
  best: describeChange(RANKING_WEIGHTS, settings[indexOfBest(meansWithout(null))] ?? RANKING_WEIGHTS),
  rows: rows.map(({ set, mode, queries }, position) => {
    const chosen = indexOfBest(meansWithout(set));
    return {
      set,
      mode,
      queries: queries.length,
      shipped: round(worths[position]?.[0] ?? 0, 4),
      leftOut: round(worths[position]?.[chosen] ?? 0, 4),
      chosenWithoutIt: describeChange(RANKING_WEIGHTS, settings[chosen] ?? RANKING_WEIGHTS),
    };
  }),
};
process.stdout.write(`\n| set | mode | queries | shipped | left out | chosen without it |\n|---|---|---|---|---|---|\n`);
for (const { set, mode, queries, shipped, leftOut, chosenWithoutIt } of result.rows) {
  const cells = [set, mode, queries, shipped.toFixed(3), leftOut.toFixed(3), chosenWithoutIt];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
if (!values.smallest) process.stdout.write(`\nstored in ${storeResult('ranking', result)}\n`);
