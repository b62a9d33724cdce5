import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmbedderPool, type EmbedderPool } from '#engine/embedding/embedder-pool.ts';
import { loadManifest } from '#engine/embedding/manifest.ts';
import { runSelfTest } from '#engine/embedding/self-test.ts';
import { helperEnvironment } from '#hosts/node/engine-environment.ts';
import { entryFile } from '#hosts/node/entries.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { chunkTexts } from './embedding-texts.ts';
import { cacheFolder, median, percentile, projectRoot, round, type BenchOptions } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { startEmbeddingPeer, type EmbeddingPeer } from './peers/embedding-peer.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PEER_BATCH_SIZES = [2, 4, 8, 16, 32];
const PAUSE_BETWEEN_QUERIES_MS = 20;

const FULL = { texts: 320, rounds: 5, queries: 200, warmUp: 64, batchSizes: PEER_BATCH_SIZES, textsDuringBulk: 1500 };
const SMALLEST: Size = { texts: 16, rounds: 1, queries: 20, warmUp: 16, batchSizes: [8], textsDuringBulk: 64 };

type Size = typeof FULL;
type Speed = { readonly tokens: number; readonly seconds: number };
/** A part of the rival's corpus, which holds all texts one after the other. */
type Corpus = { readonly texts: readonly string[]; readonly first: number };

/**
 * Bulk embedding through the real processes, against sentence-transformers in interleaved rounds over the same texts:
 * chunks as the product cuts them, and whole scientific abstracts. Then the latency of query embedding, idle and during bulk.
 */
export async function runEmbeddingBench({ isSmallest, hasPeers }: BenchOptions): Promise<Record<string, unknown>> {
  const { documents, queries } = await readJudgedSet('scifact');
  const size = isSmallest ? SMALLEST : FULL;
  const modelFolder = join(projectRoot, 'models', 'all-MiniLM-L6-v2');
  const abstracts = documents.map(({ title, text }) => `${title} ${text}`);
  const chunks = await chunkTexts(modelFolder, size.texts * size.rounds);
  const manifest = await loadManifest(modelFolder);
  const environment = helperEnvironment(cacheFolder, process.env);
  const launcher = createProcessLauncher({ entryOf: entryFile, environment, logger: silent });
  const selfTest = await runSelfTest({ launcher, modelFolder, manifest, logger: silent });
  const pool = createEmbedderPool({ launcher, modelFolder, manifest, logger: silent, tuning: selfTest });
  const peer = hasPeers ? await openPeer(modelFolder, [...chunks, ...abstracts]) : null;
  try {
    const questions = queries.map(({ text }) => text);
    const bulk = {
      chunks: await runRounds(pool, peer, { texts: chunks, first: 0 }, size),
      abstracts: await runRounds(pool, peer, { texts: abstracts, first: chunks.length }, size),
    };
    const idle = await queryLatency(pool, questions.slice(0, size.queries));
    const during = await queryLatencyDuringBulk(pool, questions.slice(0, size.queries), abstracts.slice(0, size.textsDuringBulk));
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
  { texts, first: offset }: Corpus,
  size: Size,
): Promise<Record<string, unknown>> {
  await pool.embedDocuments(texts.slice(0, size.warmUp));
  const batchSize = peer === null ? null : await bestBatchSize(peer, offset, size);
  const ours: number[] = [];
  const theirs: number[] = [];
  let tokens = 0;
  for (let turn = 0; turn < size.rounds; turn++) {
    const first = turn * size.texts;
    const mine = await timed(() => pool.embedDocuments(texts.slice(first, first + size.texts)));
    tokens += mine.tokens;
    ours.push(mine.tokens / mine.seconds);
    if (peer === null || batchSize === null) continue;
    const rival = await peer.embed(batchSize, offset + first, size.texts);
    if (rival.tokens !== mine.tokens) throw new Error(`the rival counts ${rival.tokens} tokens where we count ${mine.tokens}`);
    theirs.push(rival.tokens / rival.seconds);
  }
  const ratios = ours.map((speed, turn) => speed / (theirs[turn] ?? NaN));
  return {
    texts: size.texts * size.rounds,
    tokensPerText: round(tokens / (size.texts * size.rounds), 1),
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

async function bestBatchSize(peer: EmbeddingPeer, offset: number, { warmUp, batchSizes }: Size): Promise<number> {
  await peer.embed(8, offset, warmUp);
  const speeds = new Map<number, number>();
  for (const batchSize of [...batchSizes, ...batchSizes]) {
    const { tokens, seconds } = await peer.embed(batchSize, offset, warmUp);
    speeds.set(batchSize, Math.max(speeds.get(batchSize) ?? 0, tokens / seconds));
  }
  return batchSizes.reduce((best, next) => ((speeds.get(next) ?? 0) > (speeds.get(best) ?? 0) ? next : best));
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
