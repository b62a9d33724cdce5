import {
  EngineError,
  MAX_HISTORY,
  type Contract,
  type DocumentSummary,
  type PersonalRevisions,
  type SavedSearch,
} from '#contract';
import type { Implementation } from '#rpc';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { Openings } from '#engine/catalogue/personal-rows.ts';
import { weightDateAfterOpening } from './frecency.ts';

/** A reader that is left and come back to, or a page that tells twice, is one opening. */
const SAME_OPENING_MS = 60_000;

type Methods = Implementation<Contract>['methods'];
type PersonalMethod = Extract<keyof Methods, `history.${string}` | `recents.${string}` | `savedSearches.${string}`>;

export type Personal = {
  readonly methods: Pick<Methods, PersonalMethod>;
  revisions(): PersonalRevisions;
  /** To be called when `history.enabled` changed, and at the start: erases what must not be there. */
  reconsider(): void;
};

/** History, recents and saved searches of the one person whose library this is. */
export function createPersonal(options: {
  readonly catalogue: Catalogue;
  isHistoryOn(): boolean;
  toSummary(document: DocumentRecord): DocumentSummary;
  onChange(): void;
  /** Milliseconds since 1970. */
  now(): number;
}): Personal {
  const { catalogue, now } = options;
  const rows = catalogue.personal;
  const startedAt = now();
  const revisions = { history: startedAt, recents: startedAt, savedSearches: startedAt };

  function changed(...lists: readonly (keyof PersonalRevisions)[]): null {
    for (const list of lists) revisions[list] += 1;
    options.onChange();
    return null;
  }

  function clearHistory(): null {
    rows.clearHistory();
    rows.wipe();
    return changed('history', 'recents');
  }

  function opened(documentId: number): null {
    if (catalogue.document(documentId) === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
    if (!options.isHistoryOn()) return null;
    rows.setOpenings(countOpening(rows.openingsOf(documentId), documentId, now()), MAX_HISTORY);
    return changed('recents');
  }

  function listOpened(kind: 'recent' | 'frequent', limit: number): ReturnType<Personal['methods']['recents.list']> {
    const openings = rows.openings({ order: kind, limit });
    const documents = catalogue.documents(openings.map(({ documentId }) => documentId));
    return openings.flatMap(({ documentId, lastOpenedAt, count }) => {
      const document = documents.get(documentId);
      return document === undefined ? [] : [{ ...options.toSummary(document), lastOpenedAt, count }];
    });
  }

  function save(search: Omit<SavedSearch, 'id' | 'createdAt'>): SavedSearch {
    const saved = rows.addSavedSearch({ ...search, createdAt: now() });
    if (saved === null) throw nameTaken(search.name);
    changed('savedSearches');
    return saved;
  }

  function rename(id: number, name: string): SavedSearch {
    const search = rows.savedSearch(id);
    if (search === null) throw savedSearchNotFound(id);
    if (!rows.renameSavedSearch(id, name)) throw nameTaken(name);
    rows.wipe();
    changed('savedSearches');
    return { ...search, name };
  }

  return {
    methods: {
      'history.list': ({ prefix, limit }) => rows.pastQueries({ prefix, limit }),
      'history.add'({ query }) {
        if (query === '' || !options.isHistoryOn()) return null;
        rows.addPastQuery({ query, at: now() }, MAX_HISTORY);
        return changed('history');
      },
      'history.remove'({ query }) {
        if (!rows.removePastQuery(query)) return null;
        rows.wipe();
        return changed('history');
      },
      'history.clear': clearHistory,
      'recents.opened': ({ documentId }) => opened(documentId),
      'recents.list': ({ kind, limit }) => listOpened(kind, limit),
      'savedSearches.list': () => rows.savedSearches(),
      'savedSearches.save': save,
      'savedSearches.rename': ({ id, name }) => rename(id, name),
      'savedSearches.remove'({ id }) {
        if (!rows.removeSavedSearch(id)) throw savedSearchNotFound(id);
        rows.wipe();
        return changed('savedSearches');
      },
    },
    revisions: () => ({ ...revisions }),
    reconsider() {
      const { queries, openedDocuments } = rows.counts();
      if (!options.isHistoryOn() && queries + openedDocuments > 0) clearHistory();
    },
  };
}

function countOpening(before: Openings | null, documentId: number, now: number): Openings {
  if (before !== null && now - before.lastOpenedAt < SAME_OPENING_MS) return { ...before, lastOpenedAt: now };
  const weightDate = weightDateAfterOpening(before?.weightDate ?? null, now);
  return { documentId, lastOpenedAt: now, count: (before?.count ?? 0) + 1, weightDate };
}

function nameTaken(name: string): EngineError {
  return new EngineError('nameTaken', 'another saved search has this name', { details: { name } });
}

function savedSearchNotFound(id: number): EngineError {
  return new EngineError('savedSearchNotFound', `no saved search ${id}`);
}
