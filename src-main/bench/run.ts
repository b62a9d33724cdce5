import { runAccountedBench } from './accounted.ts';
import { runEditsBench } from './edits.ts';
import { runEmbeddingBench } from './embedding.ts';
import { runEncodingsBench } from './encodings.ts';
import { runExtractionBench } from './extraction.ts';
import { runFileListBench } from './file-list.ts';
import { runFreshnessBench } from './freshness.ts';
import { runNamedBenches, type Benches } from './harness.ts';
import { runIndexingBench } from './indexing.ts';
import { runLibraryBench } from './library.ts';
import { runNamesBench } from './names.ts';
import { runScanBench } from './scan.ts';
import { runVectorsBench } from './vectors.ts';
import { runVocabularyBench } from './vocabulary.ts';
import { withEmbedders } from './with-embedders.ts';

/** Runs all speed, memory and disk benches, or those named on the command line; `--chunks=N`: the library of that size alone. */
const BENCHES: Benches = {
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
await runNamedBenches(BENCHES, argv);
