// An ingest process that reads nothing, and takes for ever over any file whose name says `slow`.
import { ingestTable } from '#engine/extraction/protocol.ts';
import { serve } from '#rpc';
import { openParentChannel } from '../../../processes/parent-channel.ts';

serve(
  ingestTable,
  {
    methods: {
      configure: () => null,
      read({ files }) {
        if (files.some(({ path }) => path.includes('slow'))) return new Promise(() => undefined);
        return files.map(() => ({ head: { kind: 'skipped', reason: 'empty', identity: null }, chunks: [] }));
      },
      next: () => [],
    },
    topics: {},
  },
  openParentChannel({ mayHang: true }),
  { onBug: () => process.exit(70) },
);
