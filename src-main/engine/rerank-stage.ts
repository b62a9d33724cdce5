import { EngineError, type Contract, type DoctorReport, type Params, type Reranking } from '#contract';
import type { ModelProcessReport } from './embedding/supervised-process.ts';
import type { Logger } from './logger.ts';
import type { ProcessLauncher } from './process-launcher.ts';
import { createReranker } from './reranking/reranker.ts';
import type { InstalledReranker } from './reranking/reranker-manifest.ts';
import { orderByScore, scoreInTime } from './reranking/score-in-time.ts';
import { textToRerank } from './search/rerank-query.ts';

export type RerankRequest = Params<Contract, 'search.rerank'>;

export type RerankStage = {
  /** True where a reranker is installed, switched on, and helps with such a query. */
  canRerank(query: string): boolean;
  /** See `search.rerank` in the contract. Errors: cancelled, rerankerUnavailable. */
  run(request: RerankRequest, caller: { readonly clientId: number; readonly signal: AbortSignal }): Promise<Reranking>;
  /** Ends what is reranked for a client: its results are about to be others. */
  cancel(clientId: number): void;
  /** Takes changed settings into account. */
  reconfigure(): void;
  describe(): DoctorReport['reranker'];
  /** Sentences for people, each naming its remedy. */
  faults(): string[];
  report(): ModelProcessReport[];
  close(): void;
};

/** Beyond any model's limit of tokens; a caller may ask for a whole document. */
const LONGEST_PASSAGE = 16_384;

/** The reranker that is installed, if any, as the stage after searching: on request, in its own time and process. */
export function createRerankStage(options: {
  readonly installed: InstalledReranker;
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  isOn(): boolean;
  /** The extracted text of a range. Errors: documentNotFound, extractionFailed. */
  read(documentId: number, range: { readonly start: number; readonly end: number }): Promise<{ readonly text: string }>;
}): RerankStage {
  const { installed, isOn, read } = options;
  const manifest = installed.kind === 'found' ? installed.manifest : null;
  const reranker = installed.kind === 'found' ? createReranker({ ...options, modelFolder: installed.folder }) : null;
  const running = new Map<number, AbortController>();
  if (installed.kind === 'unreadable') options.logger.warn('reranker.unreadable', { fault: 'manifestInvalid' });

  function textOf(query: string): string | null {
    return manifest === null ? null : textToRerank(query, { languages: manifest.languages, now: Date.now() });
  }

  async function rerank({ query, documents, budgetMs }: RerankRequest, signal: AbortSignal): Promise<Reranking> {
    const startedAt = performance.now();
    if (installed.kind === 'unreadable') throw unavailable('unusable', { fault: 'manifestInvalid' });
    if (reranker === null || manifest === null) throw unavailable('notInstalled');
    if (!isOn()) throw unavailable('off');
    const text = textOf(query);
    if (text === null) throw unavailable('noUse');

    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), budgetMs);
    const score = async (index: number, ended: AbortSignal): Promise<number | null> => {
      const wanted = documents[index];
      const passage = wanted === undefined ? null : await readPassage(wanted, read);
      return passage === null ? null : reranker.score(text, passage, ended);
    };
    try {
      const { scores, isComplete } = await scoreInTime(documents.length, score, { deadline: deadline.signal, signal });
      const order = orderByScore(scores).flatMap(({ index, ...shift }) => {
        const document = documents[index];
        return document === undefined ? [] : [{ documentId: document.documentId, ...shift }];
      });
      return { order, isComplete, tookMs: Math.round((performance.now() - startedAt) * 10) / 10, model: manifest.key };
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    canRerank: (query) => isOn() && textOf(query) !== null,
    async run(request, { clientId, signal }) {
      running.get(clientId)?.abort();
      const own = new AbortController();
      running.set(clientId, own);
      try {
        return await rerank(request, AbortSignal.any([signal, own.signal]));
      } finally {
        if (running.get(clientId) === own) running.delete(clientId);
      }
    },
    cancel: (clientId) => running.get(clientId)?.abort(),
    reconfigure() {
      if (!isOn()) reranker?.leave();
    },
    describe() {
      if (manifest === null) return null;
      const { key, languages, licence, maxTokens } = manifest;
      return { key, languages, licence: licence.spdx, maxTokens, isOn: isOn() };
    },
    faults: () =>
      installed.kind === 'unreadable'
        ? [
            `The reranker in the models folder "${installed.name}" cannot be read. Take that folder away or repair its manifest.json; "akin help reranking" says what it holds.`,
          ]
        : [],
    report: () => [reranker?.report() ?? null].filter((report) => report !== null),
    close() {
      for (const controller of running.values()) controller.abort();
      reranker?.close();
    },
  };
}

/** Null where the document is gone or can no longer be read: it then keeps its place behind those with a score. */
async function readPassage(
  { documentId, start, end }: RerankRequest['documents'][number],
  read: (documentId: number, range: { start: number; end: number }) => Promise<{ readonly text: string }>,
): Promise<string | null> {
  try {
    return (await read(documentId, { start, end: Math.min(end, start + LONGEST_PASSAGE) })).text;
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'documentNotFound' || error.code === 'extractionFailed')) return null;
    throw error;
  }
}

function unavailable(reason: string, more: { readonly fault?: string } = {}): EngineError {
  return new EngineError('rerankerUnavailable', `no reranking: ${reason}`, { details: { reason, ...more } });
}
