import type { IndexFilter } from '../index-store.ts';

export const NO_FILTER: IndexFilter = { documentIds: null, folderIds: [], types: [], tags: [], from: null, before: null };
