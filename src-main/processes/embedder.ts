import '../network/guard-helper.ts';
import { embedderTable } from '#engine/embedding/protocol.ts';
import { createEmbedder } from '#engine/embedding/embedder.ts';
import { serve } from '#rpc';
import { openParentChannel } from './parent-channel.ts';

serve(embedderTable, createEmbedder(), openParentChannel(), {
  // A bug must not leave a process of unknown state behind: the engine starts a new one.
  onBug: () => process.exit(70),
});
