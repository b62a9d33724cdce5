import '../network/guard-helper.ts';
import { rerankerTable } from '#engine/reranking/protocol.ts';
import { createScorer } from '#engine/reranking/scorer.ts';
import { serve } from '#rpc';
import { openParentChannel } from './parent-channel.ts';

serve(rerankerTable, createScorer(), openParentChannel(), {
  // A bug must not leave a process of unknown state behind: the engine starts a new one.
  onBug: () => process.exit(70),
});
