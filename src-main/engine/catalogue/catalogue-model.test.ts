import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileFilter, type DocumentState } from '#contract';
import type { Catalogue, FileIdentity } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

/** The plainest thing that does what the catalogue promises; an inode stands for one file for ever. */
type ModelDocument = {
  id: number;
  path: string;
  inode: number;
  version: number;
  state: DocumentState;
  generation: number;
  folderId: number;
  /** Overtakes the rest, once it is queued. */
  isFresh: boolean;
};

const FOLDERS = ['/one', '/two'];
const path = fc
  .tuple(fc.constantFrom(...FOLDERS), fc.constantFrom('a', 'b', 'c', 'sub/a', 'sub/b'))
  .map((parts) => parts.join('/'));
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), path }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), path, target: path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('read' as const), outcome: fc.constantFrom('words', 'failed', 'skipped') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('embed' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retry' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function byTurn(a: ModelDocument, b: ModelDocument): number {
  return Number(b.isFresh) - Number(a.isFresh) || a.id - b.id;
}

function identityOf(file: { inode: number; version: number }): FileIdentity {
  return { device: 1n, inode: BigInt(file.inode), sizeBytes: 10, mtimeNs: BigInt(file.version) };
}

function createModel(catalogue: Catalogue) {
  /** The disk: what lies at each path. */
  const disk = new Map<string, { inode: number; version: number }>();
  const documents = new Map<string, ModelDocument>();
  const removed: number[] = [];
  let clock = 1;
  let nextId = 1;

  function see(seenPath: string): void {
    const file = disk.get(seenPath);
    if (file === undefined) return;
    const folderId = FOLDERS.findIndex((folder) => seenPath.startsWith(`${folder}/`)) + 1;
    const seen = { path: seenPath, type: 'text', isReadable: true, identity: identityOf(file) };
    catalogue.recordSeen(folderId, [seen], { isFresh: false, hasPath: (other) => disk.has(other) });
    const known = documents.get(seenPath);
    if (known !== undefined) {
      if (known.inode !== file.inode || known.version !== file.version) Object.assign(known, file, { state: 'queued' });
      return;
    }
    const moved = [...documents.values()].find(
      (document) => !disk.has(document.path) && document.inode === file.inode && document.version === file.version,
    );
    if (moved === undefined) {
      documents.set(seenPath, {
        id: nextId++,
        path: seenPath,
        ...file,
        state: 'queued',
        generation: 0,
        folderId,
        isFresh: false,
      });
      return;
    }
    documents.delete(moved.path);
    const needsOtherRows = moved.folderId !== folderId && ['words', 'indexed'].includes(moved.state);
    documents.set(seenPath, Object.assign(moved, { path: seenPath, folderId, state: needsOtherRows ? 'queued' : moved.state }));
  }

  function forget(gonePath: string): void {
    const count = catalogue.recordGone([gonePath]);
    const known = documents.get(gonePath);
    expect(count).toBe(known === undefined ? 0 : 1);
    if (known !== undefined) removed.push(known.id);
    documents.delete(gonePath);
  }

  function read(outcome: string): void {
    const [next] = catalogue.nextQueued(1, new Set());
    const queued = [...documents.values()].filter(({ state }) => state === 'queued').sort(byTurn);
    expect(next?.id).toBe(queued[0]?.id);
    if (next === undefined || queued[0] === undefined) return;
    const { id: documentId, identity, generation } = next;
    queued[0].isFresh = false;
    if (outcome === 'words') {
      const content = {
        generation: generation + 1,
        fingerprint: 'f',
        title: null,
        language: null,
        date: 0,
        tags: [],
        chunkCount: 1,
      };
      catalogue.publish([{ documentId, identity, state: 'words', reason: null, content }]);
      Object.assign(queued[0], { state: 'words', generation: generation + 1 });
    } else {
      catalogue.publish([{ documentId, identity, state: outcome === 'failed' ? 'failed' : 'skipped', reason: 'corrupt' }]);
      Object.assign(queued[0], { state: outcome, generation: generation === 0 ? 0 : generation + 1 });
    }
  }

  function embed(): void {
    const [next] = catalogue.nextWithoutVectors(1, new Set());
    const lacking = [...documents.values()].filter(({ state }) => state === 'words').sort((a, b) => a.id - b.id);
    expect(next?.id).toBe(lacking[0]?.id);
    if (next === undefined || lacking[0] === undefined) return;
    catalogue.publishVectors([{ documentId: next.id, generation: next.generation }]);
    lacking[0].state = 'indexed';
  }

  function retry(): void {
    const again = [...documents.values()].filter(({ state }) => state === 'failed' || state === 'skipped');
    expect(catalogue.queueAgain(catalogue.retryable(null, fileFilter.parse({})))).toBe(again.length);
    for (const document of again) Object.assign(document, { state: 'queued', isFresh: true });
  }

  return {
    apply(step: Operation): void {
      switch (step.kind) {
        case 'write':
          disk.set(step.path, { inode: disk.get(step.path)?.inode ?? clock++, version: clock++ });
          return see(step.path);
        case 'move': {
          const file = disk.get(step.path);
          if (file === undefined || step.path === step.target) return;
          disk.delete(step.path);
          disk.set(step.target, file);
          see(step.target);
          return forget(step.path);
        }
        case 'delete':
          disk.delete(step.path);
          return forget(step.path);
        case 'read':
          return read(step.outcome);
        case 'embed':
          return embed();
        case 'retry':
          return retry();
      }
    },
    check(): void {
      const expected = [...documents.values()].sort((a, b) => a.id - b.id);
      const found = expected.map(({ id }) => {
        const document = catalogue.document(id);
        return document === null ? null : { id, path: document.path, state: document.state, generation: document.generation };
      });
      expect(found).toEqual(expected.map(({ id, path: at, state, generation }) => ({ id, path: at, state, generation })));
      for (const [index, folder] of FOLDERS.entries()) {
        const inside = expected.filter(({ folderId }) => folderId === index + 1);
        expect([...catalogue.pathsOf(index + 1).keys()]).toEqual(inside.map((document) => document.path).sort());
        expect(catalogue.documentsUnder([folder], 100).toSorted((a, b) => a - b)).toEqual(inside.map(({ id }) => id));
        const indexed = inside.filter(({ state }) => state === 'indexed').length;
        expect(catalogue.counts(index + 1).indexed).toBe(indexed);
      }
      expect(catalogue.nextRemoved(1_000)).toEqual(removed.toSorted((a, b) => a - b));
      expect(catalogue.checkIntegrity()).toEqual([]);
    },
  };
}

it('agrees with a plain model after any operations', () => {
  const base = mkdtempSync(join(tmpdir(), 'akin-catalogue-model-'));
  let run = 0;
  try {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 5, maxLength: 40 }), (operations) => {
        const catalogue = openCatalogue({ file: join(base, `${run++}.sqlite`) });
        try {
          for (const folder of FOLDERS) catalogue.addFolder(folder);
          const model = createModel(catalogue);
          for (const step of operations) model.apply(step);
          model.check();
        } finally {
          catalogue.close();
        }
      }),
      { numRuns: 100 },
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});
