import { createHash } from 'node:crypto';
import type { Filters } from '#contract';

/** Tells apart everything that changes what a page of results holds. */
export function queryFingerprint(query: string, filters: Filters, mode: string): string {
  return createHash('sha256')
    .update(JSON.stringify([query.trim(), filters, mode]))
    .digest('hex')
    .slice(0, 16);
}
