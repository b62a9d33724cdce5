import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFilter, type FileFilter } from '#contract';
import type { Catalogue, Publication, SeenFile } from '#engine/catalogue/catalogue.ts';
import { openCatalogue } from '#engine/catalogue/open-catalogue.ts';
import { median, round, type BenchOptions } from './harness.ts';

const TYPES = ['pdf', 'markdown', 'text', 'html', 'word', 'spreadsheet', 'code', 'other'];
const BATCH = 500;
const ROUNDS = 15;

const FILTERS: Readonly<Record<string, Partial<FileFilter>>> = {
  all: {},
  'needing attention': { states: ['failed', 'skipped', 'partial'] },
  indexed: { states: ['indexed'] },
  'by name alone': { states: ['nameOnly'] },
  'for one reason': { reasons: ['corrupt'] },
  'of one type': { types: ['pdf'] },
  'below the whole': { under: '/home/user/Documents' },
  'below a twenty-sixth': { under: '/home/user/Documents/year-2003' },
  'indexed, below the whole': { under: '/home/user/Documents', states: ['indexed'] },
};

/** What it takes to know of every file: its state while it is added and published, and the first page of each list. */
export function runFileListBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  return withCatalogue((catalogue) => {
    const documents = isSmallest ? 2_000 : 100_000;
    const addMicroseconds = round(microseconds(() => addAll(catalogue, documents)) / documents, 1);
    const publishMicroseconds = round(microseconds(() => publishAll(catalogue)) / documents, 1);
    const firstPages = Object.entries(FILTERS).map(([name, filter]): [string, number] => [name, firstPageMs(catalogue, filter)]);
    return { documents, addMicroseconds, publishMicroseconds, firstPageMs: Object.fromEntries(firstPages) };
  });
}

async function withCatalogue<R>(use: (catalogue: Catalogue) => R): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'akin-file-list-'));
  const catalogue = openCatalogue({ file: join(folder, 'catalogue.sqlite') });
  try {
    return use(catalogue);
  } finally {
    catalogue.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function addAll(catalogue: Catalogue, documents: number): void {
  catalogue.addFolder('/home/user');
  for (let start = 0; start < documents; start += BATCH) {
    const files = Array.from({ length: BATCH }, (_, index) => fileOf(start + index));
    catalogue.recordSeen(1, files, { isFresh: false, hasPath: () => false });
  }
}

function fileOf(index: number): SeenFile {
  const type = TYPES[index % TYPES.length] ?? 'other';
  return {
    path: `/home/user/Documents/year-${2000 + ((index * 7) % 26)}/some project ${index % 997}/a file of usual name ${index}`,
    type,
    isReadable: type !== 'other',
    identity: { device: 1n, inode: BigInt((index * 7919) % 1_000_003), sizeBytes: (index * 7919) % 1_000_000, mtimeNs: 1n },
  };
}

/** One in a hundred cannot be read. */
function publishAll(catalogue: Catalogue): void {
  for (;;) {
    const queued = catalogue.nextQueued(BATCH, new Set());
    if (queued.length === 0) break;
    const publications = queued.map(({ id: documentId, identity }): Publication => {
      if (documentId % 100 === 1) return { documentId, identity, state: 'failed', reason: 'corrupt' };
      const content = {
        generation: 1,
        fingerprint: 'f'.repeat(32),
        title: 'A title',
        language: 'en',
        date: 5,
        tags: [],
        chunkCount: 3,
      };
      return { documentId, identity, state: 'words', reason: null, content };
    });
    catalogue.publish(publications);
    catalogue.publishVectors(queued.map(({ id: documentId }) => ({ documentId, generation: 1 })));
  }
}

/** Processor time, which other work on the machine does not lengthen as it does the clock's; nothing here waits. */
function microseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function firstPageMs(catalogue: Catalogue, filter: Partial<FileFilter>): number {
  const list = (): unknown => catalogue.listFiles({ filter: fileFilter.parse(filter), limit: 100, afterPath: null });
  return round(median(Array.from({ length: ROUNDS }, () => microseconds(list))) / 1000, 1);
}
