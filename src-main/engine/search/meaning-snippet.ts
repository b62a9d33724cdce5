import { EngineError } from '#contract';
import type { Span } from '#engine/documents/documents.ts';
import { dot } from '#engine/vectors/vectors.ts';
import { createSnippetChooser, splitPieces } from './snippets.ts';

/** A passage has some dozen; each is embedded. */
const MAX_SENTENCES = 48;

/**
 * The part of a passage around the sentence that is nearest to a query in meaning; the beginning where the model cannot
 * be asked. Costs some milliseconds a sentence, so that it is no part of a search. Errors: cancelled.
 */
export type ChooseByMeaning = (query: string, text: string, signal: AbortSignal) => Promise<Span>;

/** `embedQuery` is asked sentence by sentence: a query that comes meanwhile waits for one of them at most. */
export function createMeaningSnippet({
  embedQuery,
}: {
  embedQuery(text: string, options: { signal: AbortSignal }): Promise<Float32Array>;
}): ChooseByMeaning {
  const chooseSnippet = createSnippetChooser();
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

  async function nearestSentence(query: string, text: string, signal: AbortSignal): Promise<Span | null> {
    const wanted = await embedQuery(query, { signal });
    let nearest: { readonly sentence: Span; readonly similarity: number } | null = null;
    for (const sentence of splitPieces(text, segmenter).slice(0, MAX_SENTENCES)) {
      const vector = await embedQuery(text.slice(sentence.start, sentence.end), { signal });
      const similarity = dot(wanted, vector);
      if (nearest === null || similarity > nearest.similarity) nearest = { sentence, similarity };
    }
    return nearest?.sentence ?? null;
  }

  return async (query, text, signal) => {
    try {
      const sentence = await nearestSentence(query, text, signal);
      if (sentence === null) return chooseSnippet(text, []);
      // Its first character stands for it: of a sentence that is too long the beginning is shown.
      return chooseSnippet(text, [{ term: 'sentence', start: sentence.start, end: sentence.start + 1 }]);
    } catch (error) {
      if (signal.aborted || !(error instanceof EngineError)) throw error;
      return chooseSnippet(text, []);
    }
  };
}
