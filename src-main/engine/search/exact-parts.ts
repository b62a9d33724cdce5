import { basename } from 'node:path';
import { analyse } from '#engine/analysis/analyse.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { ChunkKey, PassageRow, IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import { holdsPhrase, type TermPhrase } from './phrase-match.ts';
import type { LeafNode, QueryNode } from './query-language/query-tree.ts';

/** Passages looked at for one term of a part, and for letters inside terms, which costs reading all of their terms. */
const TERM_LIMIT = 50_000;
const LETTERS_LIMIT = 10_000;
/** Passages that hold all words of a phrase and are read to see whether they stand side by side. */
const MAX_READ_CHUNKS = 2_000;
/** Terms that letters stand for, the most frequent ones. */
const MAX_EXPANSIONS = 100;
/** A pair of characters says already what may stand around it, and so does one of these by itself. */
const PAIRED = /^(?:\p{sc=Han}|[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{2})/u;

/** Which documents the parts of a query that must hold let through. */
export type ExactParts = {
  /** All documents whose text may fulfil the parts; null where that is no small part of the library. */
  readonly documentIds: ReadonlySet<number> | null;
  /** Terms that the patterns of the query stand for. */
  readonly expansions: readonly string[];
  /** A document's title and the name of its file count, too. */
  holds(document: Pick<DocumentRecord, 'id' | 'title' | 'path'>): boolean;
};

type Leaf = { readonly phrase: TermPhrase; readonly ids: ReadonlySet<number>; readonly expansions: readonly string[] };
type Postings = { readonly keys: readonly ChunkKey[]; readonly isWhole: boolean; readonly terms: readonly string[] };

/** Looks up all parts in the index. Of words in more than 50,000 passages the rest is not looked at. */
export async function resolveExactParts(
  nodes: readonly QueryNode[],
  { store, catalogue, filter }: { readonly store: IndexStore; readonly catalogue: Catalogue; readonly filter: IndexFilter },
): Promise<ExactParts> {
  const postings = new Map<string, Promise<Postings>>();
  const leaves = new Map<LeafNode, Leaf>();

  async function resolve(node: QueryNode, isNegated: boolean): Promise<void> {
    if (node.kind === 'not') return resolve(node.child, !isNegated);
    if (node.kind === 'all' || node.kind === 'any') {
      await Promise.all(node.children.map((child) => resolve(child, isNegated)));
      return;
    }
    const phrase = toPhrase(node, isNegated);
    if (phrase.terms.length > 0) leaves.set(node, await resolvePhrase(phrase));
  }

  async function resolvePhrase(phrase: TermPhrase): Promise<Leaf> {
    const lists = await Promise.all(phrase.terms.map((_, index) => postingsOf(phrase, index)));
    const expansions = lists.flatMap(({ terms }) => terms);
    const [only] = lists;
    if (lists.length === 1 && only !== undefined) return { phrase, ids: idsOf(only.keys), expansions };
    return { phrase, ids: await verified(phrase, lists), expansions };
  }

  function postingsOf({ terms, isOpenAtStart, isOpenAtEnd }: TermPhrase, index: number): Promise<Postings> {
    const term = terms[index] ?? '';
    const isStart = isOpenAtStart && index === 0;
    const isEnd = isOpenAtEnd && index === terms.length - 1;
    const kind = isStart && isEnd ? 'infix' : isStart ? 'suffix' : isEnd ? 'prefix' : 'term';
    const name = `${kind} ${term}`;
    const known = postings.get(name);
    if (known !== undefined) return known;
    const found =
      kind === 'term'
        ? store.findTerms([term], filter, TERM_LIMIT).then((keys) => ({ keys, isWhole: keys.length < TERM_LIMIT, terms: [] }))
        : store.searchLetters({ kind, letters: term }, filter, LETTERS_LIMIT).then(({ keys, terms: found }) => ({
            keys,
            isWhole: keys.length < LETTERS_LIMIT,
            terms: found.slice(0, MAX_EXPANSIONS),
          }));
    postings.set(name, found);
    return found;
  }

  /** Documents in which the words stand side by side: in a passage, across the border of two, or in the title. */
  async function verified(phrase: TermPhrase, lists: readonly Postings[]): Promise<Set<number>> {
    // A word that is nearly everywhere parts nothing.
    const whole = lists.filter(({ isWhole }) => isWhole);
    const parting = (whole.length > 0 ? whole : lists).map(({ keys }) => keys);
    const inOneChunk = intersect(parting);
    const rows = await store.chunks(inOneChunk.slice(0, MAX_READ_CHUNKS));
    const ids = new Set(rows.filter(({ text, heading }) => isIn(phrase, [text, heading])).map(({ documentId }) => documentId));
    const borders = bordersOf(lists).filter(([{ documentId }]) => !ids.has(documentId));
    for (const documentId of await acrossBorders(phrase, borders.slice(0, MAX_READ_CHUNKS / 2))) ids.add(documentId);
    const left = inOneChunk.map(({ documentId }) => documentId).filter((documentId) => !ids.has(documentId));
    for (const { id, title } of catalogue.documents([...new Set(left)]).values()) {
      if (title !== null && holdsPhrase(title, phrase)) ids.add(id);
    }
    return ids;
  }

  async function acrossBorders(phrase: TermPhrase, borders: readonly (readonly [ChunkKey, ChunkKey])[]): Promise<number[]> {
    const rows = new Map((await store.chunks(borders.flat())).map((row) => [keyOf(row), row]));
    return borders.flatMap(([key, next]) => {
      const [row, nextRow] = [rows.get(keyOf(key)), rows.get(keyOf(next))];
      return row !== undefined && nextRow !== undefined && holdsPhrase(join(row, nextRow), phrase) ? [key.documentId] : [];
    });
  }

  /** Null for a part that says nothing: `+???`. */
  function isFulfilled(node: QueryNode, document: Pick<DocumentRecord, 'id' | 'title' | 'path'>): boolean | null {
    if (node.kind === 'not') {
      const child = isFulfilled(node.child, document);
      return child === null ? null : !child;
    }
    if (node.kind === 'all' || node.kind === 'any') {
      const children = node.children.map((child) => isFulfilled(child, document)).filter((child) => child !== null);
      if (children.length === 0) return null;
      return node.kind === 'all' ? children.every(Boolean) : children.some(Boolean);
    }
    const leaf = leaves.get(node);
    if (leaf === undefined) return null;
    return leaf.ids.has(document.id) || isIn(leaf.phrase, [document.title ?? '', basename(document.path)]);
  }

  /** Null where there is no bound. */
  function boundOf(node: QueryNode): ReadonlySet<number> | null {
    if (node.kind === 'not') return null;
    if (node.kind === 'all') return smallest(node.children.map(boundOf));
    if (node.kind !== 'any') return leaves.get(node)?.ids ?? null;
    const bounds = node.children.filter((child) => !isSilent(child)).map(boundOf);
    if (bounds.length === 0 || bounds.includes(null)) return null;
    return new Set(bounds.flatMap((bound) => (bound === null ? [] : [...bound])));
  }

  function isSilent(node: QueryNode): boolean {
    if (node.kind === 'not') return isSilent(node.child);
    return node.kind === 'all' || node.kind === 'any' ? node.children.every(isSilent) : !leaves.has(node);
  }

  await Promise.all(nodes.map((node) => resolve(node, false)));
  return {
    documentIds: smallest(nodes.map(boundOf)),
    expansions: [...new Set([...leaves.values()].flatMap(({ expansions }) => expansions))],
    holds: (document) => nodes.every((node) => isFulfilled(node, document) !== false),
  };
}

function toPhrase(leaf: LeafNode, isNegated: boolean): TermPhrase {
  const terms = analyse(leaf.text);
  const isOpen = (term: string | undefined): boolean => term !== undefined && !PAIRED.test(term);
  const isUnfinished = (leaf.kind === 'word' || leaf.kind === 'phrase') && leaf.isUnfinished && !isNegated;
  return {
    terms,
    isOpenAtEnd: isOpen(terms.at(-1)) && (isUnfinished || leaf.kind === 'prefix' || leaf.kind === 'infix'),
    isOpenAtStart: isOpen(terms[0]) && (leaf.kind === 'suffix' || leaf.kind === 'infix'),
  };
}

function isIn(phrase: TermPhrase, texts: readonly string[]): boolean {
  return texts.some((text) => holdsPhrase(text, phrase));
}

function idsOf(keys: readonly ChunkKey[]): Set<number> {
  return new Set(keys.map(({ documentId }) => documentId));
}

function keyOf({ documentId, generation, ordinal }: ChunkKey): string {
  return `${documentId}.${generation}.${ordinal}`;
}

function intersect(lists: readonly (readonly ChunkKey[])[]): ChunkKey[] {
  const [first = [], ...others] = lists.toSorted((left, right) => left.length - right.length);
  const sets = others.map((keys) => new Set(keys.map(keyOf)));
  return first.filter((key) => sets.every((set) => set.has(keyOf(key))));
}

/** Neighbouring passages of which the earlier one holds the first word and the later one the last. */
function bordersOf(lists: readonly Postings[]): [ChunkKey, ChunkKey][] {
  const last = new Map((lists.at(-1)?.keys ?? []).map((key) => [keyOf(key), key]));
  return (lists[0]?.keys ?? []).flatMap((key): [ChunkKey, ChunkKey][] => {
    const next = last.get(keyOf({ ...key, ordinal: key.ordinal + 1 }));
    return next === undefined ? [] : [[key, next]];
  });
}

function join(row: PassageRow, next: PassageRow): string {
  const overlap = row.end - next.start;
  return overlap < 0 ? `${row.text}\n${next.text}` : row.text + next.text.slice(overlap);
}

function smallest(sets: readonly (ReadonlySet<number> | null)[]): ReadonlySet<number> | null {
  const known = sets.filter((set) => set !== null).sort((left, right) => left.size - right.size);
  const [first, ...others] = known;
  return first === undefined ? null : new Set([...first].filter((id) => others.every((other) => other.has(id))));
}
