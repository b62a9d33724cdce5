import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { startEngine } from './engine-session.ts';
import { percentile, round, type BenchOptions } from './harness.ts';
import { createRandom, type Random } from './random.ts';

const SEED = 30_000;
const FILES = 30_000;
const SAMPLED = 300;
const SAMPLED_WHILE_SCANNING = 20;
const ROUNDS = 5;
const GIVEN_UP_MS = 120_000;
const POLL_MS = 50;
const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'quarterly report budget invoice letter draft minutes holiday photo scan contract insurance heating tax salary recipe garden harbour plan review summary notes thesis lecture exam cover'.split(
    ' ',
  ),
  fa: 'گزارش فصلی نامه قرارداد بیمه مالیات خانه کتاب عکس سفر می‌شود جلسه'.split(' '),
  ru: 'отчёт квартальный договор страховка фото поездка письмо налоги'.split(' '),
  zh: '季度 报告 预算 合同 保险 照片 旅行 会议 纪要 苹果树'.split(' '),
};
/** Half of a home folder is of types that no reader knows; the rest competes with names for the engine while it is read. */
const READ_EXTENSIONS = ['txt', 'md', 'html', 'log'];
const OTHER_EXTENSIONS = 'jpg png mp4 zip raw psd mp3 bin'.split(' ');

type MadeFile = { readonly path: string; readonly words: readonly string[]; readonly number: number };

/**
 * Time from adding a folder of many small files, of many types and with names in four languages, until each can be found
 * by its name, and what a query by name takes, while the folder is being scanned and after it.
 */
export async function runNamesBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'akin-names-')));
  const session = await startEngine();
  try {
    const { client } = session;
    const random = createRandom(SEED);
    const files = await writeFiles(root, isSmallest ? 500 : FILES, random);
    const sampled = random.shuffle(files).slice(0, isSmallest ? 20 : SAMPLED);
    const startedAt = performance.now();
    await client.call('library.addFolder', { path: root });
    const whileScanning = await untilAllFound(client, sampled.slice(0, SAMPLED_WHILE_SCANNING), files.length);
    const allFoundMs = performance.now() - startedAt;
    const unfound = await countUnfound(client, sampled);
    // What is to be read now would be measured otherwise, not names.
    await client.call('library.pause', {});
    return {
      files: files.length,
      folders: new Set(files.map(({ path }) => dirname(path))).size,
      allFoundSeconds: round(allFoundMs / 1000),
      sampled: sampled.length,
      unfound,
      whileScanning: describe(whileScanning),
      queries: await measureQueries(client, sampled),
    };
  } finally {
    await session.end();
    await rm(root, { recursive: true, force: true });
  }
}

async function writeFiles(root: string, count: number, random: Random): Promise<MadeFile[]> {
  const pick = <V>(values: readonly V[]): V => values[Math.floor(random.uniform() * values.length)] as V;
  const files: MadeFile[] = [];
  let folder = root;
  for (let number = 0; number < count; number++) {
    if (number % 12 === 0) {
      folder = join(root, `${pick(WORDS['en'] ?? [])} ${number % 40}`, pick(['2024', '2025', 'old', 'بایگانی', '照片', 'misc']));
      await mkdir(folder, { recursive: true });
    }
    const language = random.uniform() < 0.6 ? 'en' : pick(['fa', 'ru', 'zh']);
    const words = [pick(WORDS[language] ?? []), pick(WORDS[language] ?? [])];
    const separator = pick([' ', '_', '-']);
    const isRead = random.uniform() < 0.5;
    const extension = pick(isRead ? READ_EXTENSIONS : OTHER_EXTENSIONS);
    const path = join(folder, `${words.join(separator)}${separator}${number}.${extension}`);
    await writeFile(path, isRead ? `The ${words.join(' ')} of number ${number}.\n` : '');
    files.push({ path, words, number });
  }
  return files;
}

/**
 * Asks for one sampled name after the other, the same one again until it is found, and until the engine knows all files.
 * A search sees all that the catalogue has, so the last one found tells for all. Returns the times of the queries.
 */
async function untilAllFound(client: Client<Contract>, sampled: readonly MadeFile[], count: number): Promise<number[]> {
  const times: number[] = [];
  const startedAt = performance.now();
  const waiting = [...sampled];
  for (let known = 0; known < count || waiting.length > 0; await new Promise((resolve) => setTimeout(resolve, POLL_MS))) {
    const file = waiting.at(-1);
    if (file !== undefined) {
      const { path, tookMs } = await findFirst(client, basename(file.path), 'names');
      times.push(tookMs);
      if (path === file.path) waiting.pop();
    }
    const { counts } = await client.call('library.progress', {});
    known = Object.values(counts).reduce((sum, number) => sum + number, 0);
    if (performance.now() - startedAt > GIVEN_UP_MS) throw new Error(`${waiting.length} names not found, ${known} files known`);
  }
  return times;
}

async function countUnfound(client: Client<Contract>, sampled: readonly MadeFile[]): Promise<number> {
  let unfound = 0;
  for (const file of sampled) if ((await findFirst(client, basename(file.path), 'names')).path !== file.path) unfound += 1;
  return unfound;
}

async function measureQueries(client: Client<Contract>, sampled: readonly MadeFile[]): Promise<Record<string, unknown>> {
  const queries: Readonly<Record<string, (file: MadeFile) => string>> = {
    exact: ({ path }) => basename(path),
    severalWords: ({ words, path }) => `${words.join(' ')} ${basename(dirname(path))}`,
    abbreviation: ({ words: [first = '', second = ''], number }) => `${first.slice(0, 1)}${second.slice(0, 3)}${number}`,
    path: ({ path, words }) => `${basename(dirname(path))}/${words[0] ?? ''}`,
    twoLetters: ({ words }) => (words[0] ?? '').slice(0, 2),
    oneLetter: ({ words }) => (words[0] ?? '').slice(0, 1),
  };
  const results: Record<string, unknown> = {};
  for (const [kind, queryOf] of Object.entries(queries)) {
    const times: number[] = [];
    let found = 0;
    for (const file of sampled.slice(0, Math.ceil(sampled.length / ROUNDS))) {
      const { path, tookMs } = await findFirst(client, queryOf(file), 'names');
      times.push(tookMs);
      if (path === file.path) found += 1;
    }
    results[kind] = { ...describe(times), firstIsTheFile: found };
  }
  // The first one starts the embedder of queries.
  await findFirst(client, 'warm', 'hybrid');
  const hybrid: number[] = [];
  for (const file of sampled.slice(0, Math.ceil(sampled.length / ROUNDS))) {
    hybrid.push((await findFirst(client, basename(file.path), 'hybrid')).tookMs);
  }
  return { ...results, exactHybrid: describe(hybrid) };
}

async function findFirst(
  client: Client<Contract>,
  query: string,
  mode: 'names' | 'hybrid',
): Promise<{ readonly path: string | undefined; readonly tookMs: number }> {
  const startedAt = performance.now();
  const { results } = await client.call('search.query', { query, mode });
  return { path: results[0]?.path, tookMs: performance.now() - startedAt };
}

function describe(times: readonly number[]): Record<string, number> {
  return { p50Ms: round(percentile(times, 0.5), 1), p95Ms: round(percentile(times, 0.95), 1), queries: times.length };
}
