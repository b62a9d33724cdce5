import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmbedderPool, type EmbedderPool } from '#engine/embedding/embedder-pool.ts';
import { loadManifest } from '#engine/embedding/manifest.ts';
import { runSelfTest } from '#engine/embedding/self-test.ts';
import { engineEnvironment } from '#hosts/node/engine-environment.ts';
import { entryFile } from '#hosts/node/entries.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { cacheFolder, median, percentile, projectRoot, round, type BenchOptions } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { startEmbeddingPeer, type EmbeddingPeer } from './peers/embedding-peer.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PEER_BATCH_SIZES = [2, 4, 8, 16, 32];
const PAUSE_BETWEEN_QUERIES_MS = 20;

type Speed = { readonly tokens: number; readonly seconds: number };

/**
 * Bulk embedding of scientific abstracts through the real processes, against sentence-transformers in interleaved
 * rounds over the same texts, and the latency of query embedding, idle and during bulk.
 */
export async function runEmbeddingBench({ isSmallest, hasPeers }: BenchOptions): Promise<Record<string, unknown>> {
  const { documents, queries } = await readJudgedSet('scifact');
  const texts = documents.map(({ title, text }) => `${title} ${text}`);
  const size = isSmallest ? { texts: 32, rounds: 1, queries: 20 } : { texts: 320, rounds: 5, queries: 200 };
  const modelFolder = join(projectRoot, 'models', 'all-MiniLM-L6-v2');
  const manifest = await loadManifest(modelFolder);
  const environment = engineEnvironment(cacheFolder, process.env);
  const launcher = createProcessLauncher({ entryOf: entryFile, environment, logger: silent });
  const selfTest = await runSelfTest({ launcher, modelFolder, manifest, logger: silent });
  const pool = createEmbedderPool({ launcher, modelFolder, manifest, logger: silent, tuning: selfTest });
  const peer = hasPeers ? await openPeer(modelFolder, texts) : null;
  try {
    const questions = queries.map(({ text }) => text);
    const bulk = await runRounds(pool, peer, texts, size);
    const idle = await queryLatency(pool, questions.slice(0, size.queries));
    const during = await queryLatencyDuringBulk(pool, questions.slice(0, size.queries), texts.slice(0, isSmallest ? 64 : 1500));
    const { weights, batchTokens, processes, tokensPerSecond, agreement, runtimeVersion } = selfTest;
    return {
      bulk,
      query: { idle, during },
      selfTest: { weights, batchTokens, processes, tokensPerSecond, agreement, runtimeVersion },
    };
  } finally {
    peer?.close();
    pool.close();
  }
}

async function openPeer(modelFolder: string, texts: readonly string[]): Promise<EmbeddingPeer> {
  const folder = await mkdtemp(join(tmpdir(), 'akin-bench-'));
  try {
    const corpus = join(folder, 'corpus.json');
    await writeFile(corpus, JSON.stringify(texts));
    return await startEmbeddingPeer(modelFolder, corpus);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runRounds(
  pool: EmbedderPool,
  peer: EmbeddingPeer | null,
  texts: readonly string[],
  size: { readonly texts: number; readonly rounds: number },
): Promise<Record<string, unknown>> {
  await pool.embedDocuments(texts.slice(0, 64));
  const batchSize = peer === null ? null : await bestBatchSize(peer);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < size.rounds; turn++) {
    const first = turn * size.texts;
    const mine = await timed(() => pool.embedDocuments(texts.slice(first, first + size.texts)));
    ours.push(mine.tokens / mine.seconds);
    if (peer === null || batchSize === null) continue;
    const rival = await peer.embed(batchSize, first, size.texts);
    if (rival.tokens !== mine.tokens) throw new Error(`the rival counts ${rival.tokens} tokens where we count ${mine.tokens}`);
    theirs.push(rival.tokens / rival.seconds);
  }
  const ratios = ours.map((speed, turn) => speed / (theirs[turn] ?? NaN));
  return {
    tokensPerSecond: Math.round(median(ours)),
    rounds: ours.map(Math.round),
    peer:
      peer === null
        ? null
        : {
            name: peer.name,
            batchSize,
            tokensPerSecond: Math.round(median(theirs)),
            rounds: theirs.map(Math.round),
            agreement: peer.agreement,
            ratio: round(median(ratios)),
          },
  };
}

async function bestBatchSize(peer: EmbeddingPeer): Promise<number> {
  await peer.embed(8, 0, 32);
  const speeds = new Map<number, number>();
  for (const batchSize of [...PEER_BATCH_SIZES, ...PEER_BATCH_SIZES]) {
    const { tokens, seconds } = await peer.embed(batchSize, 0, 64);
    speeds.set(batchSize, Math.max(speeds.get(batchSize) ?? 0, tokens / seconds));
  }
  return PEER_BATCH_SIZES.reduce((best, next) => ((speeds.get(next) ?? 0) > (speeds.get(best) ?? 0) ? next : best));
}

async function timed(embed: () => Promise<{ readonly tokens: number }>): Promise<Speed> {
  const start = performance.now();
  const { tokens } = await embed();
  return { tokens, seconds: (performance.now() - start) / 1000 };
}

async function queryLatency(pool: EmbedderPool, queries: readonly string[]): Promise<Record<string, number>> {
  await pool.warmUp();
  const times: number[] = [];
  // Every query with a mark of its own: none may come from the cache of an earlier run.
  for (const [index, query] of queries.entries()) {
    const start = performance.now();
    await pool.embedQuery(`${query} ${times.length}${index}`);
    times.push(performance.now() - start);
    await delay(PAUSE_BETWEEN_QUERIES_MS);
  }
  return { p50Ms: round(percentile(times, 0.5)), p95Ms: round(percentile(times, 0.95)), count: times.length };
}

async function queryLatencyDuringBulk(
  pool: EmbedderPool,
  queries: readonly string[],
  texts: readonly string[],
): Promise<Record<string, number>> {
  const marked = queries.map((query) => `during ${query}`);
  let isBusy = true;
  const bulk = pool.embedDocuments(texts).finally(() => {
    isBusy = false;
  });
  await delay(500);
  const latency = await queryLatency(pool, marked);
  if (!isBusy && texts.length > 64) throw new Error('bulk embedding ended before the queries: take more texts');
  await bulk;
  return latency;
}
