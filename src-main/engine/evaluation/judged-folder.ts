import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { EngineError } from '#contract';
import type { Grades } from './metrics.ts';

export type JudgedDocument = { readonly id: string; readonly title: string; readonly text: string };
export type JudgedQuery = { readonly id: string; readonly text: string };

/** A folder in the form of BEIR: `corpus.jsonl`, `queries.jsonl`, and `qrels.tsv` or `qrels/test.tsv`. */
export type JudgedFolder = {
  /** The folder's own name. */
  readonly name: string;
  /** Query id -> document id -> grade; null where there is no file of judgements. */
  readonly judgements: ReadonlyMap<string, Grades> | null;
  /** Line by line, as there may be millions. Errors: judgedSetUnusable. */
  documents(): AsyncGenerator<JudgedDocument>;
  /** Errors: judgedSetUnusable. */
  queries(): AsyncGenerator<JudgedQuery>;
};

const JUDGEMENT_FILES = ['qrels.tsv', join('qrels', 'test.tsv')];

const id = z.union([z.string().min(1), z.number()]).transform(String);
const text = z.string().nullish();
/** One line of `corpus.jsonl` or `queries.jsonl`; other keys are let be. */
const judgedText = z.object({ _id: id, title: text, text: z.string() });

/** Reads the judgements, and sees that the other files are there. Errors: judgedSetUnusable. */
export async function openJudgedFolder(folder: string): Promise<JudgedFolder> {
  const corpusFile = join(folder, 'corpus.jsonl');
  const queriesFile = join(folder, 'queries.jsonl');
  if (!(await isThere(folder))) throw unusable(folder, 'there is no such folder');
  for (const file of [corpusFile, queriesFile]) if (!(await isThere(file))) throw unusable(file, 'there is no such file');
  return {
    name: basename(resolve(folder)),
    judgements: await findJudgements(folder),
    async *documents() {
      for await (const { _id, title, text: body } of readTexts(corpusFile)) yield { id: _id, title: title ?? '', text: body };
    },
    async *queries() {
      for await (const { _id, text: body } of readTexts(queriesFile)) yield { id: _id, text: body };
    },
  };
}

/**
 * The queries to ask, `limit` at most in the order of their file: those that are judged, or all where there are no
 * judgements. `withoutText` counts judged queries that `queries.jsonl` lacks: nobody can ask them.
 */
export async function queriesToAsk(
  { judgements, queries }: JudgedFolder,
  limit = Infinity,
): Promise<{ readonly queries: readonly JudgedQuery[]; readonly withoutText: number }> {
  const asked: JudgedQuery[] = [];
  let judged = 0;
  for await (const query of queries()) {
    if (judgements?.has(query.id) === false) continue;
    judged += 1;
    if (asked.length < limit) asked.push(query);
  }
  return { queries: asked, withoutText: judgements === null ? 0 : judgements.size - judged };
}

async function findJudgements(folder: string): Promise<JudgedFolder['judgements']> {
  for (const name of JUDGEMENT_FILES) {
    const file = join(folder, name);
    if (await isThere(file)) return readJudgements(file);
  }
  return null;
}

/** Three columns as in BEIR, with or without a heading, or the four of TREC. A later line on the same pair replaces it. */
async function readJudgements(file: string): Promise<Map<string, Map<string, number>>> {
  const judgements = new Map<string, Map<string, number>>();
  let isFirst = true;
  for await (const { line, number } of readLines(file)) {
    const columns = line.includes('\t') ? line.split('\t').map((column) => column.trim()) : line.split(/\s+/);
    const query = columns[0] ?? '';
    const document = columns.at(-2) ?? '';
    const grade = Number(columns.at(-1) || NaN);
    const hasRightShape = (columns.length === 3 || columns.length === 4) && query !== '' && document !== '';
    if (hasRightShape && Number.isFinite(grade)) {
      const grades = judgements.get(query) ?? new Map<string, number>();
      judgements.set(query, grades.set(document, grade));
    } else if (!isFirst || !hasRightShape) {
      throw unusable(file, 'it is not "query-id, corpus-id, score" with tabs between', number);
    }
    isFirst = false;
  }
  if (judgements.size === 0) throw unusable(file, 'it holds no judgement');
  return judgements;
}

async function* readTexts(file: string): AsyncGenerator<z.infer<typeof judgedText>> {
  const ids = new Set<string>();
  for await (const { line, number } of readLines(file)) {
    const parsed = judgedText.safeParse(parseJson(line));
    if (!parsed.success) throw unusable(file, 'it is not a JSON object with "_id" and "text"', number);
    if (ids.has(parsed.data._id)) throw unusable(file, `the id ${parsed.data._id} is there already`, number);
    ids.add(parsed.data._id);
    yield parsed.data;
  }
  if (ids.size === 0) throw unusable(file, 'it is empty');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Lines that are not blank, trimmed, numbered from 1. Only `\n` ends one: readline also stops at U+2028, which JSON may hold. */
async function* readLines(file: string): AsyncGenerator<{ readonly line: string; readonly number: number }> {
  let number = 0;
  let rest = '';
  const toLine = (raw: string): { line: string; number: number } => ({
    line: raw.replace(/^\uFEFF/, '').trim(),
    number: ++number,
  });
  try {
    for await (const part of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 }) as AsyncIterable<string>) {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      for (const raw of lines) {
        const numbered = toLine(raw);
        if (numbered.line !== '') yield numbered;
      }
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unusable(file, `it cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`);
  }
  const last = toLine(rest);
  if (last.line !== '') yield last;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw unusable(path, `it cannot be read (${String(code)})`);
  }
}

function unusable(file: string, reason: string, line?: number): EngineError {
  const details = line === undefined ? { file, reason } : { file, line, reason };
  return new EngineError('judgedSetUnusable', 'the judged set cannot be read', { details });
}
