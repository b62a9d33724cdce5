import { fileFilter } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';

const tooLarge = fileFilter.parse({ reasons: ['tooLarge'] });

/**
 * Queues the files that were too large to be read and no longer are, after the limit was raised. A lower limit takes
 * nothing away: it holds from the next time that a file is read. Returns how many were queued.
 */
export function queueNoLongerTooLarge(
  catalogue: Pick<Catalogue, 'retryable' | 'documents' | 'queueAgain'>,
  maxSizeBytes: number,
): number {
  const documents = [...catalogue.documents(catalogue.retryable(null, tooLarge)).values()];
  const ids = documents.filter(({ identity }) => identity.sizeBytes <= maxSizeBytes).map(({ id }) => id);
  return ids.length === 0 ? 0 : catalogue.queueAgain(ids);
}
