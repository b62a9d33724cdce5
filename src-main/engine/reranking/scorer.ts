import { modelUnusable } from '#engine/embedding/model-fault.ts';
import { verifyFiles } from '#engine/embedding/model-files.ts';
import { loadTokenizer, type ModelTokenizer } from '#engine/embedding/tokenizer.ts';
import type { Implementation } from '#rpc';
import type { rerankerTable } from './protocol.ts';
import { loadRerankerManifest } from './reranker-manifest.ts';
import { openRerankerSession, type RerankerSession } from './session.ts';

/** Answers the engine inside the reranker process. */
export function createScorer(): Implementation<typeof rerankerTable> {
  let model: { readonly tokenizer: ModelTokenizer; readonly session: RerankerSession } | null = null;
  return {
    methods: {
      async load({ modelFolder }) {
        const manifest = await loadRerankerManifest(modelFolder);
        const { tokenizer, maxTokens } = manifest;
        await verifyFiles(modelFolder, manifest, [tokenizer.file, tokenizer.config]);
        model = {
          tokenizer: await loadTokenizer(modelFolder, { tokenizer, text: { maxTokens, appendIds: [] } }),
          session: await openRerankerSession(modelFolder, manifest),
        };
        return null;
      },
      score({ query, passage }) {
        if (model === null) throw modelUnusable('sessionFailed', 'no model is loaded');
        return model.session.score(model.tokenizer.encodePair(query, passage));
      },
    },
    topics: {},
  };
}
