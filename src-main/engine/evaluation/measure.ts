import { EngineError, type ModeQuality, type QualityByMode, type SearchResult, type SearchResults } from '#contract';
import { meanInterval } from './bootstrap.ts';
import { mean, ndcgAtK, percentile, recallAtK, reciprocalRankAtK, type Grades } from './metrics.ts';
import type { RankedId } from './trec-run.ts';

export const MEASURED_MODES = ['words', 'meaning', 'hybrid'] as const satisfies (keyof QualityByMode)[];
export type MeasuredMode = (typeof MEASURED_MODES)[number];

/** What a person sees at first: measured in time and by nDCG. */
const FIRST_PAGE = 10;
const DEPTH = 100;

/** One page of a search without names, as `search.query` gives it. */
export type SearchPage = (request: {
  readonly query: string;
  readonly mode: MeasuredMode;
  readonly limit: number;
  readonly cursor: string | null;
  readonly names: false;
}) => Promise<Pick<SearchResults, 'results' | 'nextCursor' | 'usedMeaning'>>;

export type AskedQuery = {
  readonly text: string;
  /** Null where nobody judged what is relevant. */
  readonly grades: Grades | null;
};

/** How one query was answered. */
export type Answer = {
  /** 100 documents at most, the best first, each once. */
  readonly ranking: readonly RankedId[];
  readonly firstPageMs: number;
  readonly usedMeaning: boolean;
  readonly scores: QueryScores | null;
};
export type QueryScores = { readonly ndcg10: number; readonly recall100: number; readonly mrr10: number };

export type Asking = {
  readonly search: SearchPage;
  /** By which name the judgements know a result. */
  readonly idOf: (result: Pick<SearchResult, 'documentId' | 'path'>) => string;
  readonly signal: AbortSignal;
  /** Read on to 100 documents also where all that is relevant was found before. Default false. */
  readonly isFullDepth?: boolean;
  /** Called before each query; it may wait until others have had their turn. */
  readonly beforeQuery?: () => Promise<void> | void;
};

/** Asks one query after the other, in one mode, as a person would: the first ten documents, then further ones. Errors: cancelled. */
export async function askQueries(
  queries: readonly AskedQuery[],
  mode: MeasuredMode,
  asking: Asking & { readonly onAnswer?: (answer: Answer, index: number) => Promise<void> | void },
): Promise<Answer[]> {
  const answers: Answer[] = [];
  // The first search of its kind loads what the later ones find loaded.
  const first = queries[0];
  if (first !== undefined) await ask(first, mode, asking);
  for (const [index, query] of queries.entries()) {
    const answer = await ask(query, mode, asking);
    answers.push(answer);
    await asking.onAnswer?.(answer, index);
  }
  return answers;
}

async function ask({ text, grades }: AskedQuery, mode: MeasuredMode, asking: Asking): Promise<Answer> {
  await asking.beforeQuery?.();
  if (asking.signal.aborted) throw new EngineError('cancelled', 'the evaluation was cancelled');
  const request = { query: text, mode, names: false } as const;
  const startedAt = performance.now();
  const page = await asking.search({ ...request, limit: FIRST_PAGE, cursor: null });
  const firstPageMs = performance.now() - startedAt;
  const scores = new Map<string, number>();
  collect(page.results);
  const isDone = asking.isFullDepth !== true && (grades === null || recallAtK([...scores.keys()], grades, DEPTH) === 1);
  if (page.nextCursor !== null && !isDone) {
    const rest = await asking.search({ ...request, limit: DEPTH - FIRST_PAGE, cursor: page.nextCursor });
    collect(rest.results);
  }
  const ranking = [...scores].slice(0, DEPTH).map(([id, score]) => ({ id, score }));
  return { ranking, firstPageMs, usedMeaning: page.usedMeaning, scores: scoreRanking(ranking, grades) };

  /** What was folded into a result stands right behind it. A file that changes meanwhile may come again: its first place counts. */
  function collect(results: readonly SearchResult[]): void {
    for (const result of results) {
      for (const id of [result, ...result.similar].map(asking.idOf)) {
        if (!scores.has(id)) scores.set(id, result.score);
      }
    }
  }
}

function scoreRanking(ranking: readonly RankedId[], grades: Grades | null): QueryScores | null {
  if (grades === null) return null;
  const ids = ranking.map(({ id }) => id);
  return {
    ndcg10: ndcgAtK(ids, grades, FIRST_PAGE),
    recall100: recallAtK(ids, grades, DEPTH),
    mrr10: reciprocalRankAtK(ids, grades, FIRST_PAGE),
  };
}

/** The figures of one mode over all its answers. Only those that are judged count for quality, all of them for time. */
export function summarise(answers: readonly Answer[]): ModeQuality {
  const judged = answers.flatMap(({ scores }) => (scores === null ? [] : [scores]));
  const times = answers.map(({ firstPageMs }) => firstPageMs);
  const ndcgs = judged.map(({ ndcg10 }) => ndcg10);
  const interval = meanInterval(ndcgs);
  return {
    ndcg10: round(mean(ndcgs), 6),
    recall100: round(mean(judged.map(({ recall100 }) => recall100)), 6),
    mrr10: round(mean(judged.map(({ mrr10 }) => mrr10)), 6),
    interval: interval === null ? null : [toDigits(interval[0], 6), toDigits(interval[1], 6)],
    p50Ms: round(percentile(times, 0.5), 1),
    p95Ms: round(percentile(times, 0.95), 1),
  };
}

/** nDCG@10 of each judged answer, in the order asked. */
export function ndcgsOf(answers: readonly Answer[]): number[] {
  return answers.flatMap(({ scores }) => (scores === null ? [] : [scores.ndcg10]));
}

function round(value: number | null, digits: number): number | null {
  return value === null ? null : toDigits(value, digits);
}

function toDigits(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
