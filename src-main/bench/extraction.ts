import { fork, type ChildProcess } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runPdftotext, type PeerResult } from './extraction-peer.ts';
import type { ExtractionReply } from './extraction-worker.ts';
import { median, readBenchOptions, round, sharedData, type BenchOptions } from './harness.ts';

const LIMIT_MS = 60_000;
const REQUIRED_RECALL = 0.9;

/**
 * Files whose words `pdftotext` gets wrong, so that its text is no measure; found by comparing both texts with the page.
 * They stay in the totals and are left out of `heldWithoutSpacesAndMisreadings` alone.
 */
const MISREAD_BY_PEER: Readonly<Record<string, string>> = {
  'SimFang-variant.pdf': 'Chinese read as Latin letters',
  'XiaoBiaoSong.pdf': 'Chinese read as Latin letters',
  'bug1027533.pdf': 'letters read as symbols',
  'issue2017r.pdf': 'accented letters read as symbols',
  'issue4550.pdf': 'letters read as punctuation',
};

type Reply =
  | ExtractionReply
  | { readonly outcome: 'timedOut' | 'crashed'; readonly text: ''; readonly cpuSeconds: 0; readonly wallSeconds: number };

/** Extracts in a warm process of its own, which is killed and replaced where a file takes longer than a minute. */
function createExtractor() {
  let child: ChildProcess | null = null;
  return {
    extract(path: string): Promise<Reply> {
      const worker = (child ??= fork(new URL('extraction-worker.ts', import.meta.url)));
      return new Promise((resolve) => {
        const end = (reply: Reply): void => {
          clearTimeout(timer);
          worker.removeAllListeners('message').removeAllListeners('exit');
          if (reply.outcome === 'timedOut' || reply.outcome === 'crashed') child = null;
          resolve(reply);
        };
        const timer = setTimeout(() => {
          worker.kill('SIGKILL');
          end({ outcome: 'timedOut', text: '', cpuSeconds: 0, wallSeconds: LIMIT_MS / 1000 });
        }, LIMIT_MS);
        worker.once('message', (reply) => end(reply as ExtractionReply));
        worker.once('exit', () => end({ outcome: 'crashed', text: '', cpuSeconds: 0, wallSeconds: 0 }));
        worker.send({ path });
      });
    },
    close(): void {
      child?.kill();
      child = null;
    },
  };
}

/** Measures PDF extraction against `pdftotext`: how much of its text we hold, and text per CPU second. */
export async function runExtractionBench(options: BenchOptions): Promise<object> {
  const folder = join(sharedData, 'files', 'pdf');
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .toSorted();
  const paths = options.isSmallest ? all.filter((_, index) => index % 16 === 0) : all;
  const manual = join(sharedData, 'files', 'pdf-languages', 'en-debian-reference.pdf');
  const corpusResult = await measureCorpus(paths, options);
  const manualResult = await measureManual(manual, options);
  return { corpus: corpusResult, manual: manualResult };
}

async function measureCorpus(paths: readonly string[], options: BenchOptions): Promise<object> {
  const rounds: { ours: number; peers: number; withoutSlowest: number }[] = [];
  let report: object = {};
  for (let index = 0; index < (options.isSmallest ? 1 : 3); index += 1) {
    const ours = await extractAll(paths);
    const peers = options.hasPeers ? runPdftotext(paths) : null;
    const slowest =
      peers === null
        ? -1
        : peers.reduce((best, result, at) => (result.cpuSeconds > (peers[best]?.cpuSeconds ?? 0) ? at : best), 0);
    rounds.push({
      ours: charsPerCpuSecond(ours),
      peers: charsPerCpuSecond(peers ?? []),
      withoutSlowest: charsPerCpuSecond((peers ?? []).filter((_, at) => at !== slowest)),
    });
    if (index === 0) report = { ...describeOutcomes(ours), ...(peers === null ? {} : compareWords(paths, ours, peers)) };
  }
  return { files: paths.length, ...report, ...describeSpeed(rounds) };
}

async function measureManual(path: string, options: BenchOptions): Promise<object> {
  const extractor = createExtractor();
  const rounds: { ours: number; peers: number }[] = [];
  let coldCharsPerCpuSecond = 0;
  try {
    // Start and compilation of the code; the product's process reads many files, so these passes are told apart.
    const cold = charsPerCpuSecond([await extractor.extract(path)]);
    for (let index = 0; index < 2; index += 1) await extractor.extract(path);
    coldCharsPerCpuSecond = Math.round(cold);
    for (let index = 0; index < (options.isSmallest ? 1 : 5); index += 1) {
      const ours = await extractor.extract(path);
      const peers = options.hasPeers ? runPdftotext([path]) : null;
      rounds.push({ ours: charsPerCpuSecond([ours]), peers: charsPerCpuSecond(peers ?? []) });
    }
  } finally {
    extractor.close();
  }
  return { file: basename(path), coldCharsPerCpuSecond, ...describeSpeed(rounds) };
}

async function extractAll(paths: readonly string[]): Promise<Reply[]> {
  const extractor = createExtractor();
  const replies: Reply[] = [];
  try {
    for (const path of paths) replies.push(await extractor.extract(path));
  } finally {
    extractor.close();
  }
  return replies;
}

function describeOutcomes(replies: readonly Reply[]): object {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of replies) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes, slowestFileSeconds: round(Math.max(...replies.map(({ wallSeconds }) => wallSeconds))) };
}

/** Characters that are no white space, after NFKC, so that neither layout nor ligatures count. */
function charsPerCpuSecond(results: readonly { readonly text: string; readonly cpuSeconds: number }[]): number {
  let [chars, seconds] = [0, 0];
  for (const { text, cpuSeconds } of results) {
    chars += text.normalize('NFKC').replaceAll(/\s+/g, '').length;
    seconds += cpuSeconds;
  }
  return chars / seconds;
}

function describeSpeed(rounds: readonly { ours: number; peers: number; withoutSlowest?: number }[]): object {
  const ours = median(rounds.map((one) => one.ours));
  const peers = median(rounds.map((one) => one.peers));
  const withoutSlowest = median(rounds.flatMap((one) => (one.withoutSlowest === undefined ? [] : [one.withoutSlowest])));
  return {
    oursCharsPerCpuSecond: Math.round(ours),
    ...(Number.isNaN(peers) ? {} : { pdftotextCharsPerCpuSecond: Math.round(peers), ratio: round(ours / peers) }),
    ...(Number.isNaN(withoutSlowest) ? {} : { ratioWithoutSlowestFileOfPdftotext: round(ours / withoutSlowest) }),
  };
}

const normalized = (text: string): string => text.normalize('NFKC').toLowerCase();
const wordsOf = (text: string): Set<string> => new Set(normalized(text).match(/[\p{L}\p{N}]+/gu));

/**
 * Of the files from which the peer gets three distinct words or more: of how many our text holds nine tenths of them.
 * `heldAsWords` compares sets of words. The two part words differently where either may be right (letters set apart,
 * words broken at line ends, Chinese lines joined, a form's combs), so `heldWithoutSpaces` looks for each word in our
 * text without spaces and punctuation. The files missed are named, each with the share of the words held.
 */
function compareWords(paths: readonly string[], ours: readonly Reply[], peers: readonly PeerResult[]): object {
  let [files, misread] = [0, 0];
  const missedAsWords: Record<string, number> = {};
  const missedWithoutSpaces: Record<string, number> = {};
  for (const [index, path] of paths.entries()) {
    const words = [...wordsOf(peers[index]?.text ?? '')];
    if (words.length < 3) continue;
    files += 1;
    const name = basename(path);
    const text = ours[index]?.text ?? '';
    const ownWords = wordsOf(text);
    const asWords = words.filter((word) => ownWords.has(word)).length / words.length;
    if (asWords < REQUIRED_RECALL) missedAsWords[name] = round(asWords);
    const squeezed = normalized(text).replaceAll(/[^\p{L}\p{N}]+/gu, '');
    const withoutSpaces = words.filter((word) => squeezed.includes(word)).length / words.length;
    if (withoutSpaces >= REQUIRED_RECALL) continue;
    missedWithoutSpaces[name] = round(withoutSpaces);
    if (name in MISREAD_BY_PEER) misread += 1;
  }
  const heldShare = (missed: number, of: number): number => round((of - missed) / of, 4);
  const missed = Object.keys(missedWithoutSpaces).length;
  return {
    filesWithWords: files,
    heldAsWords: heldShare(Object.keys(missedAsWords).length, files),
    heldWithoutSpaces: heldShare(missed, files),
    heldWithoutSpacesAndMisreadings: heldShare(missed - misread, files - misread),
    missedAsWords,
    missedWithoutSpaces,
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const result = await runExtractionBench(readBenchOptions(process.argv));
  const target = process.argv.indexOf('--json');
  if (target !== -1) writeFileSync(process.argv[target + 1] ?? 'extraction.json', `${JSON.stringify(result, null, 2)}\n`);
  for (const [name, figures] of Object.entries(result) as [string, object][]) {
    for (const [figure, value] of Object.entries(figures)) {
      process.stdout.write(
        `${name.padEnd(8)} ${figure.padEnd(36)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}\n`,
      );
    }
  }
}
