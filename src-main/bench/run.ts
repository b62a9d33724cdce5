import { runAccountedBench } from './accounted.ts';
import { runEditsBench } from './edits.ts';
import { runEmbeddingBench } from './embedding.ts';
import { runEncodingsBench } from './encodings.ts';
import { runExtractionBench } from './extraction.ts';
import { runFileListBench } from './file-list.ts';
import { runFreshnessBench } from './freshness.ts';
import { readBenchOptions, storeResult, type BenchOptions } from './harness.ts';
import { runIndexingBench } from './indexing.ts';
import { runLibraryBench } from './library.ts';
import { runNamesBench } from './names.ts';
import { runScanBench } from './scan.ts';
import { runVectorsBench } from './vectors.ts';
import { runVocabularyBench } from './vocabulary.ts';
import { withEmbedders } from './with-embedders.ts';

/** Runs all speed, memory and disk benches, or those named on the command line; `--chunks=N`: the library of that size alone. */
const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<unknown>>> = {
  extraction: runExtractionBench,
  encodings: runEncodingsBench,
  embedding: runEmbeddingBench,
  indexing: runIndexingBench,
  freshness: runFreshnessBench,
  edits: runEditsBench,
  names: runNamesBench,
  scan: runScanBench,
  accounted: runAccountedBench,
  'file-list': runFileListBench,
  vocabulary: runVocabularyBench,
  vectors: (options) => withEmbedders(({ embedDocuments }) => runVectorsBench(embedDocuments, options)),
  library: async (options) => {
    const [, chosen] = argv.map((argument) => argument.split('=')).find(([name]) => name === '--chunks') ?? [];
    const sizes = chosen !== undefined ? [Number(chosen)] : options.isSmallest ? [1_000] : [10_000, 100_000];
    const results: unknown[] = [];
    for (const chunks of sizes)
      results.push(await withEmbedders(({ embedDocuments }) => runLibraryBench(chunks, embedDocuments, options)));
    return results;
  },
};

const argv = process.argv.slice(2);
const options = readBenchOptions(argv);
const named = argv.filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

for (const [name, run] of Object.entries(BENCHES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  process.stdout.write(`== ${name}\n`);
  const result = await run(options);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  // A smallest run shows that the bench works; its numbers say nothing.
  if (!options.isSmallest) process.stdout.write(`stored in ${storeResult(name, result)}\n`);
}
