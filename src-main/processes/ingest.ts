import '../network/guard-helper.ts';
import { EngineError } from '#contract';
import { loadTokenizer } from '#engine/embedding/tokenizer.ts';
import { createFingerprinter } from '#engine/extraction/fingerprint.ts';
import { createIngest, type Ingest } from '#engine/extraction/ingest-file.ts';
import { ingestTable } from '#engine/extraction/protocol.ts';
import { serve } from '#rpc';
import { createChunkMaker } from './ingest-chunks.ts';
import { openParentChannel } from './parent-channel.ts';

/** `EX_SOFTWARE`: what the engine sees of a bug here is that the process ended, as with every other crash. */
const BUG_EXIT_CODE = 70;

let ingest: Ingest | null = null;

function configured(): Ingest {
  if (ingest === null) throw new EngineError('internal', 'read before configure');
  return ingest;
}

serve(
  ingestTable,
  {
    methods: {
      async configure({ modelFolder }) {
        const [tokenizer, fingerprint] = await Promise.all([loadTokenizer(modelFolder), createFingerprinter()]);
        ingest = createIngest({ fingerprint, chunk: createChunkMaker({ tokenizer, fingerprint }) });
        return null;
      },
      read: ({ files }, { signal }) => configured().read(files, signal),
      next: () => configured().next(),
    },
    topics: {},
  },
  openParentChannel({ mayHang: true }),
  {
    onBug(method, error) {
      // The error's message could quote the document, so only its kind is told.
      process.stderr.write(`ingest: bug in ${method}: ${error instanceof Error ? error.name : typeof error}\n`);
      process.exit(BUG_EXIT_CODE);
    },
  },
);
