import type { Catalogue, Publication } from '#engine/catalogue/catalogue.ts';

/** So many are published at once, whoever asks for it. */
const MOST_WAITING = 400;

/**
 * Publications that come without rows for the index: files that were skipped, failed or found unchanged. Each by itself
 * would cost a synced transaction, longer than it took to look at the file.
 */
export type LonePublications = {
  add(publication: Publication): void;
  /** Writes those that wait, in one transaction. */
  flush(): void;
};

export function createLonePublications(options: {
  catalogue: Pick<Catalogue, 'documents' | 'publish'>;
  /** Given the documents that have lost what the index holds of them. */
  onContentLost(documentIds: readonly number[]): void;
  /** Given what made writing fail; the documents stay queued. */
  onFailure(error: unknown): void;
  /** Called for those written, and for those that could not be. */
  onEnd(documentIds: readonly number[]): void;
}): LonePublications {
  const { catalogue } = options;
  let waiting: Publication[] = [];

  function flush(): void {
    const publications = waiting;
    waiting = [];
    if (publications.length === 0) return;
    try {
      const emptied = publications.filter(({ state }) => state !== 'words').map(({ documentId }) => documentId);
      const documents = catalogue.documents(emptied);
      catalogue.publish(publications);
      const lost = emptied.filter((documentId) => (documents.get(documentId)?.generation ?? 0) > 0);
      if (lost.length > 0) options.onContentLost(lost);
    } catch (error) {
      options.onFailure(error);
    } finally {
      options.onEnd(publications.map(({ documentId }) => documentId));
    }
  }

  return {
    add(publication) {
      waiting.push(publication);
      if (waiting.length >= MOST_WAITING) flush();
    },
    flush,
  };
}
