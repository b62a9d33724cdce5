import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reason } from '#contract';
import type { Catalogue, FileIdentity } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

let base: string;
let catalogue: Catalogue;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'akin-catalogue-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  catalogue.addFolder('/one');
});

afterEach(async () => {
  catalogue.close();
  await rm(base, { recursive: true, force: true });
});

function identity(inode: number): FileIdentity {
  return { device: 7n, inode: BigInt(inode), sizeBytes: inode, mtimeNs: 1_700_000_000_000_000_000n };
}

/** Nothing is on disk but what is seen. */
function see(...files: readonly (readonly [path: string, inode: number])[]): number {
  const seen = files.map(([path, inode]) => ({ path, type: 'text', isReadable: true, identity: identity(inode) }));
  return catalogue.recordSeen(1, seen, { isFresh: false, hasPath: () => false });
}

function fail(documentId: number, reason: Reason, inode = documentId): void {
  catalogue.publish([{ documentId, identity: identity(inode), state: 'failed', reason }]);
}

it('a file is read again that is seen after it could not be found, could not be opened, or changed under its reader', () => {
  see(['/one/a', 1], ['/one/b', 2], ['/one/c', 3], ['/one/d', 4]);
  fail(1, 'missing');
  fail(2, 'changedWhileRead');
  fail(3, 'accessDenied');
  fail(4, 'corrupt');
  expect(see(['/one/moved', 1], ['/one/b', 2], ['/one/c', 3], ['/one/d', 4])).toBe(3);
  expect(catalogue.documentAt('/one/moved')).toMatchObject({ id: 1, state: 'queued', reason: null });
  expect(catalogue.counts()).toMatchObject({ queued: 3, failed: 1 });
});

it('a file stays queued that was looked for at its old path, where there was nothing or another file', () => {
  see(['/one/a', 1], ['/one/b', 2]);
  catalogue.nextQueued(2, new Set());
  see(['/one/moved a', 1], ['/one/moved b', 2]);
  fail(1, 'missing');
  fail(2, 'corrupt', 3);
  expect(catalogue.counts()).toMatchObject({ queued: 2, failed: 0 });
});
