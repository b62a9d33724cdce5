import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileFilter, type DocumentState, type FileFilter, type Reason } from '#contract';
import type { Catalogue, FileIdentity, Publication } from './catalogue.ts';
import { openDatabase } from './database.ts';
import { createFileList } from './file-list.ts';
import { CATALOGUE_MIGRATIONS } from './migrations/catalogue-migrations.ts';
import { openCatalogue } from './open-catalogue.ts';

let base: string;
let catalogue: Catalogue;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-file-list-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  catalogue.addFolder('/one');
});
afterEach(() => {
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});

const identity = (inode: number): FileIdentity => ({ device: 1n, inode: BigInt(inode), sizeBytes: inode, mtimeNs: 5n });

function see(...paths: string[]): void {
  const files = paths.map((path, index) => ({ path, type: 'pdf', isReadable: true, identity: identity(index + 1) }));
  catalogue.recordSeen(1, files, { isFresh: false, hasPath: () => true });
}

function publication(documentId: number, state: DocumentState, reason: Reason | null): Publication {
  const content = { generation: 1, fingerprint: 'f', title: null, language: null, date: 0, tags: [], chunkCount: 1 };
  return { documentId, identity: identity(documentId), state, reason, ...(state === 'words' ? { content } : {}) };
}

const everything = fileFilter.parse({});
const paths = (filter: Partial<FileFilter>, limit = 100, afterPath: string | null = null): string[] =>
  catalogue.listFiles({ filter: { ...everything, ...filter }, limit, afterPath }).documents.map(({ path }) => path);

describe('the list of files', () => {
  type Described = { name: string; type: string; state: 'queued' | 'nameOnly' | 'words' | 'skipped' | 'failed'; reason: Reason };
  const described: fc.Arbitrary<Described> = fc.record({
    name: fc.stringMatching(/^(a|b|a\/c|a-|ä)\/[a-e]{1,3}$/),
    type: fc.constantFrom('pdf', 'text'),
    state: fc.constantFrom('queued', 'nameOnly', 'words', 'skipped', 'failed'),
    reason: fc.constantFrom<Reason>('corrupt', 'encrypted', 'tooLarge'),
  });
  const filters = fc.record({
    states: fc.subarray<DocumentState>(['queued', 'nameOnly', 'words', 'skipped', 'failed']),
    reasons: fc.subarray<Reason>(['corrupt', 'encrypted', 'unsupportedType']),
    types: fc.subarray(['pdf', 'text']),
    under: fc.constantFrom(null, '/one', '/one/a', '/one/a/c', '/elsewhere'),
  });

  it('is what a plain filter over all files gives, page by page, with its total', () => {
    let run = 0;
    const files = fc.uniqueArray(described, { maxLength: 30, selector: ({ name }) => name });
    fc.assert(
      fc.property(
        files,
        filters,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 3, 10_000),
        (given, filter, limit, maxRowsByPath) => {
          const file = join(base, `${run++}.sqlite`);
          const own = openCatalogue({ file });
          const second = openDatabase({ file, synchronous: 'NORMAL', migrations: CATALOGUE_MIGRATIONS });
          const list = createFileList(second, maxRowsByPath);
          try {
            own.addFolder('/one');
            const seen = given.map(({ name, type, state }, index) => ({
              path: `/one/${name}`,
              type,
              isReadable: state !== 'nameOnly',
              identity: identity(index + 1),
            }));
            own.recordSeen(1, seen, { isFresh: false, hasPath: () => true });
            own.publish(
              given.flatMap(({ state, reason }, index) =>
                state === 'queued' || state === 'nameOnly'
                  ? []
                  : [publication(index + 1, state, state === 'words' ? null : reason)],
              ),
            );
            const wanted = given
              .filter(({ name, type, state, reason: described }) => {
                const reason =
                  state === 'nameOnly' ? 'unsupportedType' : state === 'queued' || state === 'words' ? null : described;
                return (
                  (filter.states.length === 0 || filter.states.includes(state)) &&
                  (filter.reasons.length === 0 || (reason !== null && filter.reasons.includes(reason))) &&
                  (filter.types.length === 0 || filter.types.includes(type)) &&
                  (filter.under === null || `/one/${name}`.startsWith(`${filter.under}/`))
                );
              })
              .map(({ name }) => `/one/${name}`)
              .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
            const found: string[] = [];
            for (;;) {
              const page = list.listFiles({ filter, limit, afterPath: found.at(-1) ?? null });
              expect(page.total).toBe(wanted.length);
              found.push(...page.documents.map(({ path }) => path));
              if (page.documents.length < limit) break;
            }
            expect(found).toEqual(wanted);
            expect(own.checkIntegrity()).toEqual([]);
          } finally {
            second.close();
            own.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tallies by type, state and reason what is there, and forgets what has gone', () => {
    see('/one/a', '/one/b', '/one/c');
    catalogue.publish([publication(1, 'failed', 'corrupt'), publication(2, 'words', null)]);
    catalogue.publishVectors([{ documentId: 2, generation: 1 }]);
    catalogue.recordGone(['/one/c']);
    expect(catalogue.tallies()).toEqual([
      { type: 'pdf', state: 'failed', reason: 'corrupt', count: 1 },
      { type: 'pdf', state: 'indexed', reason: null, count: 1 },
    ]);
    catalogue.removeFolder(1);
    expect(catalogue.tallies()).toEqual([]);
  });
});

describe('reading files again', () => {
  it('queues before all bulk what failed, was skipped or is partial, and nothing else', () => {
    see('/one/a', '/one/b', '/one/c', '/one/d', '/one/e');
    const other = { path: '/one/f', type: 'other', isReadable: false, identity: identity(6) };
    catalogue.recordSeen(1, [other], { isFresh: false, hasPath: () => true });
    catalogue.publish([
      publication(2, 'failed', 'crashed'),
      publication(3, 'skipped', 'tooLarge'),
      publication(4, 'words', 'pagesUnreadable'),
      publication(5, 'words', null),
    ]);
    catalogue.publishVectors([4, 5].map((documentId) => ({ documentId, generation: 1 })));
    const ids = catalogue.retryable(null, everything);
    expect(ids).toEqual([2, 3, 4]);
    expect(catalogue.retryable([1, 3, 5, 6], everything)).toEqual([3]);
    expect(catalogue.retryable(null, { ...everything, reasons: ['crashed'] })).toEqual([2]);
    expect(catalogue.retryable(null, { ...everything, states: ['indexed', 'partial'] })).toEqual([4]);
    expect(catalogue.queueAgain([...ids, 1, 5, 6])).toBe(3);
    expect(catalogue.nextQueued(10, new Set()).map(({ id }) => id)).toEqual([2, 3, 4, 1]);
    expect(catalogue.document(6)).toMatchObject({ state: 'nameOnly' });
    expect(catalogue.document(2)).toMatchObject({ state: 'queued', reason: null, attempts: 0 });
  });

  it('keeps a partial document findable meanwhile, and lets no reader answer that nothing changed', () => {
    see('/one/a');
    catalogue.publish([publication(1, 'words', 'pagesUnreadable')]);
    catalogue.publishVectors([{ documentId: 1, generation: 1 }]);
    catalogue.queueAgain([1]);
    expect(catalogue.document(1)).toMatchObject({ state: 'queued', generation: 1, fingerprint: 'f' });
    expect(catalogue.nextQueued(1, new Set())[0]).toMatchObject({ fingerprint: null });
  });

  it('gives a file that died too often two more tries', () => {
    see('/one/a');
    catalogue.recordAttempt(1);
    catalogue.recordAttempt(1);
    catalogue.publish([publication(1, 'failed', 'timedOut')]);
    catalogue.queueAgain([1]);
    expect(catalogue.recordAttempt(1)).toBe(1);
  });

  it('leaves a file alone that is being read, and one that was read meanwhile', () => {
    see('/one/a', '/one/b');
    catalogue.publish([publication(2, 'failed', 'corrupt')]);
    const [reading] = catalogue.nextQueued(1, new Set());
    expect(catalogue.retryable([reading?.id ?? 0], everything)).toEqual([]);
    expect(catalogue.queueAgain([reading?.id ?? 0])).toBe(0);
    catalogue.publish([publication(1, 'words', null)]);
    expect(catalogue.document(1)).toMatchObject({ state: 'words' });
    const ids = catalogue.retryable(null, everything);
    see('/one/b');
    catalogue.queueAgain(ids);
    catalogue.nextQueued(1, new Set());
    catalogue.publish([publication(2, 'words', null)]);
    expect(catalogue.queueAgain(ids)).toBe(0);
    expect(paths({ states: ['words'] })).toEqual(['/one/a', '/one/b']);
  });
});
