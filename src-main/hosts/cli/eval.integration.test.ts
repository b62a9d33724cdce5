import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract, modeQuality, mineReport } from '#contract';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import { runAkin, type Run } from './testing/run-akin.ts';

let folder: string;
let home: string;
let temporary: string;

const json = (run: Run): unknown => JSON.parse(run.stdout);
/** Temporary files go where the test can see whether they are gone. */
const akin = (...words: string[]): Promise<Run> => runAkin(home, ...words);

const DOCUMENTS = [
  { _id: 'tulips', title: 'Bulbs: "tulips" #1', text: 'They are planted in autumn, before the first frost.' },
  { _id: 'bread', title: '', text: 'Sourdough needs a warm place to rise, and patience.' },
  { _id: 'rent', text: '---\nThe landlord raised what we pay for the flat each month.' },
  { _id: 'dentist', title: 'Teeth', text: 'The next appointment is on Tuesday.' },
];
const QUERIES = [
  { _id: 'q1', text: 'when to plant tulips' },
  { _id: 'q2', text: 'sourdough patience' },
  { _id: 'q3', text: 'housing costs' },
];

async function judgedFolder(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(place, { recursive: true });
  const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  for (const [file, content] of Object.entries({
    'corpus.jsonl': lines(DOCUMENTS),
    'queries.jsonl': lines(QUERIES),
    ...files,
  })) {
    await writeFile(path.join(place, file), content);
  }
  return place;
}

const QRELS = { 'qrels.tsv': 'query-id\tcorpus-id\tscore\nq1\ttulips\t1\nq2\tbread\t1\nq2\trent\t0\nq3\trent\t2\n' };

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-eval-test-')));
  home = path.join(folder, 'home');
  temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  process.env['TMPDIR'] = temporary;
});
afterAll(async () => {
  if (existsSync(home)) {
    const client = await attachEngine(home);
    await client?.call('engine.stop', {});
    await client?.closed;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('a judged folder is measured through a real engine of its own, which leaves nothing behind', async () => {
  const prefix = path.join(folder, 'run');
  const run = await akin('eval', await judgedFolder('small', QRELS), '--json', '--run', prefix);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const quality = { ndcg10: 1, recall100: 1, mrr10: 1, interval: [1, 1], p50Ms: expect.any(Number), p95Ms: expect.any(Number) };
  expect(json(run)).toEqual({
    set: 'small',
    queries: 3,
    documents: 4,
    model: 'all-MiniLM-L6-v2',
    modes: { words: { ...quality, ...figuresOf(run, 'words') }, meaning: quality, hybrid: quality },
  });
  // These words stand in no text: they find nothing.
  expect(figuresOf(run, 'words').ndcg10).toBeCloseTo(2 / 3, 5);
  const lines = readFileSync(`${prefix}.hybrid.trec`, 'utf8').trim().split('\n');
  expect(lines.find((line) => line.startsWith('q3 '))).toMatch(/^q3 Q0 rent 1 [\d.]+ akin$/);
  expect(['words', 'meaning'].every((mode) => existsSync(`${prefix}.${mode}.trec`))).toBe(true);
  expect([existsSync(home), readdirSync(temporary)]).toEqual([false, []]);
});

test('names of files are kept out of ranking', async () => {
  const queries = { 'queries.jsonl': `${JSON.stringify({ _id: 'q', text: '2.md' })}\n` };
  const prefix = path.join(folder, 'names');
  const run = await akin('eval', await judgedFolder('names', queries), '--run', prefix, '--json');
  expect(run.code).toBe(0);
  expect(readFileSync(`${prefix}.words.trec`, 'utf8')).toBe('');
  expect(readFileSync(`${prefix}.hybrid.trec`, 'utf8')).not.toMatch(/^q Q0 rent 1 /m);
  // Without judgements there is a run, and no figure of quality.
  const none = { ndcg10: null, recall100: null, mrr10: null, interval: null };
  expect(json(run)).toMatchObject({ queries: 1, modes: { words: none, meaning: none, hybrid: none } });
});

test('what cannot be measured is told before anything is done', async () => {
  const without = await akin('eval', await judgedFolder('without'));
  expect(without).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/qrels\.tsv: there is no such file/) });
  const broken = await akin('eval', await judgedFolder('broken', { ...QRELS, 'corpus.jsonl': '{"_id":"a","text":"b"}\n{}\n' }));
  expect(broken).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/corpus\.jsonl, line 2: .*"akin help evaluation"/),
  });
  const nowhere = path.join(folder, 'no', 'such', 'place');
  expect(await akin('eval', folder, '--run', nowhere)).toMatchObject({ code: 1, stderr: expect.stringContaining('(ENOENT)') });
  const spaced = await judgedFolder('spaced', { 'queries.jsonl': '{"_id":"a b","text":"c"}' });
  expect(await akin('eval', spaced, '--run', path.join(folder, 'spaced'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('queries.jsonl: the id "a b" holds white space'),
  });
  expect((await akin('eval')).code).toBe(2);
  expect((await akin('eval', folder, '--mine')).code).toBe(2);
  expect((await akin('eval', folder, '--limit', '0')).code).toBe(2);
});

test('Ctrl+C ends it with 130, and nothing is left of it', async () => {
  const place = await judgedFolder('interrupted', QRELS);
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'eval', place], {
    env: { PATH: process.env['PATH'], AKIN_HOME: home, TMPDIR: temporary, NODE_NO_WARNINGS: '1' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const isBegun = (): boolean => readdirSync(temporary).some((name) => existsSync(path.join(temporary, name, 'data')));
  while (!isBegun()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
});

test('the own library is measured by documents that are known to be there, and the same twice', async () => {
  expect(await akin('eval', '--mine', '--json')).toMatchObject({ code: 3, stderr: expect.stringContaining('akin status') });
  const notes = path.join(folder, 'notes');
  await mkdir(notes);
  const copied =
    '# Seeds of the wild meadow\n\nWhoever sows poppies should wait for the first cold nights of November to pass.\n';
  const pages: Readonly<Record<string, string>> = {
    'a.md': `---\ntitle: Keeping bees on a roof\n---\n\n## Feeding them in winter\n\nA colony needs some fifteen kilograms of sugar syrup to get through until the willows bloom.\n`,
    'b.md': `---\ntitle: Хлеб на закваске\n---\n\n## Температура и время\n\nТесто поднимается всю ночь в тёплом месте, пока не станет вдвое больше прежнего объёма.\n`,
    'c.md': copied,
    'copy of c.md': copied,
    'photo.jpg': 'no text',
  };
  for (const [name, text] of Object.entries(pages)) await writeFile(path.join(notes, name), text);
  await akin('add', notes);
  await akin('index');

  const run = await akin('eval', '--mine', '--json');
  expect(run.code).toBe(0);
  const report = mineReport.parse(json(run));
  expect(report).toMatchObject({ documents: 3, withoutMeaning: 3, modes: { words: { ndcg10: 1 }, hybrid: { recall100: 1 } } });
  expect(report.kinds.map(({ kind }) => kind)).toEqual(['title', 'heading', 'sentence']);
  expect(report.queries).toBe(report.kinds.reduce((sum, { queries }) => sum + queries, 0));
  expect(report.languages.map(({ language }) => language).toSorted()).toEqual(['en', 'ru']);
  const timeless = ({ modes, kinds }: typeof report): unknown => [
    modes.hybrid.ndcg10,
    modes.meaning.ndcg10,
    kinds.map((kind) => kind.queries),
  ];
  expect(timeless(mineReport.parse(json(await akin('eval', '--mine', '--json'))))).toEqual(timeless(report));
  expect((await akin('eval', '--mine', '--limit', '3')).stdout).toMatch(
    /^3 queries for [123] documents of yours[^]*hybrid less words [+-]/,
  );

  const logs = readdirSync(path.join(home, 'logs'))
    .map((name) => readFileSync(path.join(home, 'logs', name), 'utf8'))
    .join('\n');
  for (const words of ['bees', 'poppies', 'закваске', 'Keeping']) expect(logs).not.toContain(words);
});

test('the evaluation of the own library can be cancelled, and searches go on meanwhile', async () => {
  const client = await attachEngine(home);
  if (client === null) throw new Error('the engine has left');
  try {
    const abort = new AbortController();
    const evaluation = client.call('evaluation.mine', { queries: 1_000 }, { signal: abort.signal });
    evaluation.catch(() => undefined);
    expect((await client.call('search.query', { query: 'sugar syrup' })).results[0]?.path).toMatch(/a\.md$/);
    abort.abort();
    await expect(evaluation).rejects.toMatchObject({ code: 'cancelled' });
    expect((await client.call('evaluation.mine', { queries: 3 })).queries).toBe(3);
  } finally {
    client.close();
  }
  expect(Object.hasOwn(contract.methods['evaluation.mine'], 'isHostOnly')).toBe(false);
});

function figuresOf(run: Run, mode: string): { ndcg10: number | null } {
  const { modes } = json(run) as { modes: Readonly<Record<string, unknown>> };
  return modeQuality.parse(modes[mode]);
}
