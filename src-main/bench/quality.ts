import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startEngine, waitForProgress } from './engine-session.ts';
import { percentile, readBenchOptions, round, storeResult } from './harness.ts';
import { readJudgedSet, type JudgedSet } from './judged-set.ts';
import { ndcgAtK } from './ndcg.ts';

const MODES = ['words', 'meaning', 'hybrid'] as const;
const CUTOFF = 10;

type ModeResult = { readonly ndcg10: number; readonly p50Ms: number; readonly p95Ms: number };

/** nDCG@10 of words, meaning and hybrid on judged sets, each document a Markdown file, through the whole pipeline. */
async function measureSet(name: string): Promise<Record<string, unknown>> {
  const set = await readJudgedSet(name);
  const folder = await mkdtemp(join(tmpdir(), 'akin-quality-'));
  const session = await startEngine();
  try {
    await writeDocuments(set, folder);
    const startedAt = performance.now();
    await session.client.call('library.addFolder', { path: folder });
    const progress = await waitForProgress(session.client, ({ isSettled, documentsTotal }) => isSettled && documentsTotal > 0);
    const indexingSeconds = round((performance.now() - startedAt) / 1000, 1);
    const modes: Record<string, ModeResult> = {};
    for (const mode of MODES) modes[mode] = await measureMode(set, session.client, mode);
    return {
      set: name,
      documents: set.documents.length,
      queries: set.queries.length,
      counts: progress.counts,
      indexingSeconds,
      modes,
    };
  } finally {
    await session.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The file's name is a number: names must not help the ranking. */
async function writeDocuments(set: JudgedSet, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [position, { title, text }] of set.documents.entries()) {
    const frontMatter = title === '' ? '' : `---\ntitle: ${JSON.stringify(title)}\n---\n\n`;
    await writeFile(join(folder, `${position}.md`), `${frontMatter}${text}\n`);
  }
}

async function measureMode(
  set: JudgedSet,
  client: Awaited<ReturnType<typeof startEngine>>['client'],
  mode: (typeof MODES)[number],
): Promise<ModeResult> {
  const scores: number[] = [];
  const times: number[] = [];
  for (const { id, text } of set.queries) {
    const startedAt = performance.now();
    const { results } = await client.call('search.query', { query: text, limit: CUTOFF, mode });
    times.push(performance.now() - startedAt);
    const ranking = results.map(({ path }) => set.documents[Number(basename(path, '.md'))]?.id ?? '');
    scores.push(ndcgAtK(ranking, set.judgements.get(id) ?? new Map(), CUTOFF));
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { ndcg10: round(mean, 4), p50Ms: round(percentile(times, 0.5), 1), p95Ms: round(percentile(times, 0.95), 1) };
}

const { isSmallest } = readBenchOptions(process.argv.slice(2));
const results: Record<string, unknown>[] = [];
for (const name of isSmallest ? ['xquad-en'] : ['scifact', 'xquad-en', 'obsidian-help-en', 'pquad']) {
  const result = await measureSet(name);
  results.push(result);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
if (!isSmallest) process.stdout.write(`stored in ${storeResult('quality', results)}\n`);
