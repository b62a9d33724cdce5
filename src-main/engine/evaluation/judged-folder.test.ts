import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EngineError } from '#contract';
import { openJudgedFolder, queriesToAsk } from './judged-folder.ts';

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'akin-judged-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries({ ...SMALLEST, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const SMALLEST = { 'corpus.jsonl': '{"_id":"d1","text":"one"}\n', 'queries.jsonl': '{"_id":"q1","text":"?"}\n' };

async function judgementsOf(folder: string): Promise<unknown> {
  const { judgements } = await openJudgedFolder(folder);
  return judgements === null
    ? null
    : Object.fromEntries([...judgements].map(([query, grades]) => [query, Object.fromEntries(grades)]));
}

async function detailsOf(reading: Promise<unknown>): Promise<unknown> {
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  return error instanceof EngineError && error.code === 'judgedSetUnusable' ? error.details : error;
}

describe('a judged folder', () => {
  it('is read line by line: blank lines, a byte order mark, numbers as ids and line separators inside a text included', async () => {
    const folder = await folderOf({
      'corpus.jsonl': '\uFEFF{"_id":"d1","title":"T","text":"a\u2028b","metadata":{}}\r\n\n{"_id":2,"title":null,"text":""}',
    });
    const documents = await Array.fromAsync((await openJudgedFolder(`${folder}/`)).documents());
    expect(documents).toEqual([
      { id: 'd1', title: 'T', text: 'a\u2028b' },
      { id: '2', title: '', text: '' },
    ]);
    expect((await openJudgedFolder(`${folder}/`)).name).toMatch(/^akin-judged-/);
  });

  it('has judgements with or without a heading, in three columns or in the four of TREC, at either place, or none', async () => {
    const wanted = { q1: { d1: 2, d2: 0 } };
    for (const [name, content] of [
      ['qrels.tsv', 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n'],
      ['qrels.tsv', 'q1\td1\t1\r\nq1\td1\t2\r\nq1\td2\t0\r\n'],
      ['qrels/test.tsv', 'q1 0 d1 2\nq1 0 d2 0'],
    ] as const) {
      expect(await judgementsOf(await folderOf({ [name]: content }))).toEqual(wanted);
    }
    expect(await judgementsOf(await folderOf({}))).toBeNull();
  });

  it('asks the judged queries, and all where nothing is judged', async () => {
    const queries = '{"_id":"q1","text":"1"}\n{"_id":"q2","text":"2"}\n{"_id":"q3","text":"3"}\n';
    const judged = await folderOf({ 'queries.jsonl': queries, 'qrels.tsv': 'q3\td1\t1\nq1\td1\t1\nq9\td1\t1\n' });
    const plain = await folderOf({ 'queries.jsonl': queries });
    const ids = async (folder: string, limit?: number): Promise<unknown> => {
      const asked = await queriesToAsk(await openJudgedFolder(folder), limit);
      return [asked.queries.map(({ id }) => id), asked.withoutText];
    };
    expect(await ids(judged)).toEqual([['q1', 'q3'], 1]);
    expect(await ids(judged, 1)).toEqual([['q1'], 1]);
    expect(await ids(plain, 2)).toEqual([['q1', 'q2'], 0]);
  });

  it('says which file and which line is wrong', async () => {
    const read = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
      const opened = await openJudgedFolder(await folderOf(files));
      return Array.fromAsync(opened.documents());
    };
    const wrong: [Readonly<Record<string, string>>, string, number | undefined][] = [
      [{ 'corpus.jsonl': '{"_id":"d1","text":"x"}\n\n{"_id":"d2"}\n' }, 'corpus.jsonl', 3],
      [{ 'corpus.jsonl': '{"_id":"d1","text":"x"}\nnonsense\n' }, 'corpus.jsonl', 2],
      [{ 'corpus.jsonl': '{"_id":"d1","text":"x"}\n{"_id":"d1","text":"y"}' }, 'corpus.jsonl', 2],
      [{ 'corpus.jsonl': '\n' }, 'corpus.jsonl', undefined],
      [{ 'qrels.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\tmuch\n' }, 'qrels.tsv', 2],
      [{ 'qrels.tsv': 'q1\td1\n' }, 'qrels.tsv', 1],
      [{ 'qrels.tsv': 'query-id\tcorpus-id\tscore\n' }, 'qrels.tsv', undefined],
    ];
    for (const [files, file, line] of wrong) {
      const details = await detailsOf(read(files));
      expect(details).toMatchObject({
        file: expect.stringMatching(new RegExp(`${file}$`)),
        reason: expect.stringMatching(/^(it|the) /),
      });
      expect((details as { line?: number }).line).toBe(line);
    }
    expect(await detailsOf(openJudgedFolder('/nowhere/at/all'))).toEqual({
      file: '/nowhere/at/all',
      reason: 'there is no such folder',
    });
  });
});
