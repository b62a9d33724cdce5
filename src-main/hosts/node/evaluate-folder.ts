import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError, type Contract, type Counts, type Progress, type QualityByMode } from '#contract';
import { openJudgedFolder, queriesToAsk, type JudgedFolder, type JudgedQuery } from '#engine/evaluation/judged-folder.ts';
import { documentNumber, writeMarkdownDocuments } from '#engine/evaluation/markdown-documents.ts';
import { askQueries, MEASURED_MODES, summarise, type Answer, type MeasuredMode } from '#engine/evaluation/measure.ts';
import { isTrecId, trecLines } from '#engine/evaluation/trec-run.ts';
import type { Client } from '#rpc';
import { connectEngine } from './connect-engine.ts';

/** Longer than an engine takes that finishes a write; one that hangs must not keep us. */
const LEAVE_TIMEOUT_MS = 20_000;
const LEAVE_POLL_MS = 20;

export type EvaluationStep =
  | { readonly kind: 'writing' }
  | { readonly kind: 'indexing'; readonly progress: Progress }
  | { readonly kind: 'asking'; readonly mode: MeasuredMode; readonly done: number; readonly total: number };

export type EvaluateFolderOptions = {
  readonly modelsFolder: string;
  readonly signal: AbortSignal;
  /** Ask at most so many queries, in the order of their file. Default: all. */
  readonly limit?: number;
  /** Write `<prefix>.<mode>.trec` for each mode; judgements are then not needed. */
  readonly runPrefix?: string;
  readonly onStep?: (step: EvaluationStep) => void;
};

export type FolderEvaluation = {
  readonly set: string;
  readonly queries: number;
  readonly documents: number;
  readonly model: string;
  readonly modes: QualityByMode;
  /** Every answer in the order of the queries, for whoever compares runs. */
  readonly answers: Readonly<Record<MeasuredMode, readonly Answer[]>>;
  /** What came of the documents: a page without any text is skipped, and cannot be found. */
  readonly counts: Counts;
  readonly indexingMs: number;
  /** Queries that words alone answered in hybrid mode. */
  readonly withoutMeaning: number;
  /** Judged queries that `queries.jsonl` does not have. */
  readonly withoutText: number;
};

/**
 * Measures search on a folder in the form of BEIR with an engine of its own: each document is a Markdown file, indexed
 * and searched as every other. All that it writes but the runs lies in a temporary folder, which is gone afterwards.
 * Errors: cancelled, judgedSetUnusable, and those of the engine.
 */
export async function evaluateFolder(folder: string, options: EvaluateFolderOptions): Promise<FolderEvaluation> {
  const judged = await openJudgedFolder(folder);
  if (judged.judgements === null && options.runPrefix === undefined) {
    throw unusable(path.join(folder, 'qrels.tsv'), 'there is no such file');
  }
  const { queries, withoutText } = await queriesToAsk(judged, options.limit);
  if (queries.length === 0) throw unusable(path.join(folder, 'queries.jsonl'), 'it holds no query that is judged');
  const temporary = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-eval-')));
  try {
    return await evaluateWithin(temporary, { ...options, judged, queries, withoutText });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

type Evaluation = EvaluateFolderOptions & {
  readonly judged: JudgedFolder;
  readonly queries: readonly JudgedQuery[];
  readonly withoutText: number;
};

async function evaluateWithin(temporary: string, evaluation: Evaluation): Promise<FolderEvaluation> {
  const { judged, queries, signal, onStep } = evaluation;
  const pages = path.join(temporary, 'documents');
  await mkdir(pages);
  onStep?.({ kind: 'writing' });
  const ids = await writeMarkdownDocuments(judged.documents(), pages, signal);
  if (evaluation.runPrefix !== undefined) {
    checkIds('corpus.jsonl', ids);
    checkIds(
      'queries.jsonl',
      queries.map(({ id }) => id),
    );
  }
  const client = await connectEngine({ dataFolder: path.join(temporary, 'data'), modelsFolder: evaluation.modelsFolder });
  const { model, processes } = await client.call('engine.doctor', {});
  try {
    // Whoever asks for it waits for it.
    await client.call('settings.set', { key: 'indexing.onBattery', value: 'full' }, { signal });
    const startedAt = performance.now();
    await client.call('library.addFolder', { path: pages }, { signal });
    const { counts } = await indexed(client, ids.length, evaluation);
    const indexingMs = performance.now() - startedAt;
    const answers = await askAll(client, ids, evaluation);
    return {
      set: judged.name,
      queries: queries.length,
      documents: ids.length,
      model: model.key,
      modes: {
        words: summarise(answers.words),
        meaning: summarise(answers.meaning),
        hybrid: summarise(answers.hybrid),
      },
      answers,
      counts,
      indexingMs,
      withoutMeaning: answers.hybrid.filter(({ usedMeaning }) => !usedMeaning).length,
      withoutText: evaluation.withoutText,
    };
  } finally {
    await stop(client, processes.find(({ role }) => role === 'engine')?.pid);
  }
}

async function askAll(
  client: Client<Contract>,
  ids: readonly string[],
  { judged, queries, signal, runPrefix, onStep }: Evaluation,
): Promise<Record<MeasuredMode, Answer[]>> {
  const answers: Record<MeasuredMode, Answer[]> = { words: [], meaning: [], hybrid: [] };
  const { judgements } = judged;
  const asked = queries.map(({ id, text }) => ({ text, grades: judgements === null ? null : (judgements.get(id) ?? new Map()) }));
  for (const mode of MEASURED_MODES) {
    answers[mode] = await askQueries(asked, mode, {
      search: (request) => client.call('search.query', request, { signal }),
      idOf: (result) => ids[documentNumber(result.path)] ?? result.path,
      signal,
      isFullDepth: runPrefix !== undefined,
      onAnswer: (_answer, index) => onStep?.({ kind: 'asking', mode, done: index + 1, total: queries.length }),
    });
    if (runPrefix === undefined) continue;
    const lines = answers[mode].map(({ ranking }, index) => trecLines(queries[index]?.id ?? '', ranking));
    await writeFile(`${runPrefix}.${mode}.trec`, lines.join(''));
  }
  return answers;
}

/** Resolves once every document is settled. Errors: cancelled, connectionLost, and what holds up indexing for good. */
function indexed(client: Client<Contract>, documents: number, { signal, onStep }: Evaluation): Promise<Progress> {
  const { promise, resolve, reject } = Promise.withResolvers<Progress>();
  const cancel = (): void => reject(new EngineError('cancelled', 'the evaluation was cancelled'));
  const unsubscribe = client.subscribe('progress', (progress) => {
    onStep?.({ kind: 'indexing', progress });
    if (progress.isSettled && progress.documentsTotal >= documents) resolve(progress);
    else if (progress.paused === 'diskFull' || progress.paused === 'writeFailed') {
      reject(new EngineError(progress.paused, 'the temporary folder cannot be written to'));
    }
  });
  void client.closed.then(() => reject(new EngineError('connectionLost', 'the engine left')));
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return promise.finally(() => {
    unsubscribe();
    signal.removeEventListener('abort', cancel);
  });
}

/** Resolves once the engine has left: it writes to its folder until then. One that is gone already has nothing left to do. */
async function stop(client: Client<Contract>, pid: number | undefined): Promise<void> {
  try {
    await client.call('engine.stop', {});
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'connectionLost') throw error;
  }
  await client.closed;
  const deadline = performance.now() + LEAVE_TIMEOUT_MS;
  while (pid !== undefined && isAlive(pid) && performance.now() < deadline) await sleep(LEAVE_POLL_MS);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function checkIds(file: string, ids: readonly string[]): void {
  const broken = ids.find((id) => !isTrecId(id));
  if (broken !== undefined) throw unusable(file, `the id "${broken}" holds white space, which a TREC run cannot`);
}

function unusable(file: string, reason: string): EngineError {
  return new EngineError('judgedSetUnusable', 'the judged set cannot be used', { details: { file, reason } });
}
