import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { HeldBecause } from '#contract';
import type { Catalogue, FileIdentity, FolderRecord, SeenFile } from '#engine/catalogue/catalogue.ts';
import type { TypeOf } from './change-follower.ts';
import type { RulesOf } from './folder-rules.ts';
import { createPathCheck, lookBelow, type FolderLooks } from './look-at-path.ts';
import { forEachConcurrently, walkFolder, type FoundFile, type WalkReport } from './walk-folder.ts';
import { checkRoot } from './why-held.ts';

/** Small enough that a write blocks the engine for milliseconds, large enough that its fsync does not count. */
const WRITE_BATCH = 500;
/** Takes the catalogue about ten milliseconds. */
const READ_BATCH = 2_000;
/** The first files of a slow disk must not wait for a full batch. */
const WRITE_WAIT_MS = 100;
/** So many files gone at once are looked for a second time: a network share may have failed for a moment. */
const MASS_LOSS_SHARE = 0.3;
const MASS_LOSS_FILES = 100;
const MASS_LOSS_WAIT_MS = 2_000;
/** For a root that was sound earlier in the session: people do delete whole folders, and expect them gone. */
const MASS_LOSS_WATCHED_WAIT_MS = 400;

/** `held`: the root is not what it was, so nothing is gone. `missing`: what the catalogue has and the disk no longer, not yet recorded as gone. */
export type Reconciliation =
  | { readonly kind: 'held'; readonly because: HeldBecause }
  | { readonly kind: 'scanned'; readonly report: WalkReport; readonly device: bigint; readonly missing: string[] };

/**
 * Compares one folder with the disk and records what is new, changed or moved. What is missing is returned, to be
 * recorded once every folder of the same pass has been compared: a file may have moved to one of them.
 * Errors: cancelled, diskFull.
 */
export async function reconcileFolder(options: {
  readonly catalogue: Catalogue;
  readonly folder: FolderRecord;
  readonly typeOf: TypeOf;
  readonly rulesOf: RulesOf;
  /** The device that the root was on in an earlier scan of this session, or null. */
  readonly lastDevice: bigint | null;
  readonly signal: AbortSignal;
  onChange(): void;
}): Promise<Reconciliation> {
  const { catalogue, folder, signal, rulesOf } = options;
  const known = await readKnown(catalogue, folder.id);
  const knownCount = known.size;
  const knownDevices = new Set([...known.values()].map(({ device }) => device));
  const expected = { hasDocuments: knownCount > 0, lastDevice: options.lastDevice };
  const root = await checkRoot(folder.path, expected);
  if (root.kind === 'held') return root;
  const recorder = createRecorder(options);
  const report = await walkFolder(folder.path, {
    signal,
    ignores: (path, kind) => rulesOf(folder).ignores(path, kind),
    onFile(file) {
      const identity = known.get(file.path);
      known.delete(file.path);
      // The first scan of a session also tells the catalogue of types that this version reads and the last did not.
      if (identity === undefined || options.lastDevice === null || !isSame(identity, file.identity)) recorder.add(file);
    },
  });
  if (report === null) return { kind: 'held', because: 'unreadable' };
  recorder.flush();
  let missing = await confirmMissing([...known.keys()], options, recorder);
  // A mount point may hold a few files of its own: then all that was known is missing, and the device is another.
  const isAllLost = knownCount > 0 && missing.length === knownCount;
  if (isAllLost && !knownDevices.has(root.device)) return { kind: 'held', because: 'unmounted' };
  if (knownCount > MASS_LOSS_FILES && missing.length > knownCount * MASS_LOSS_SHARE) {
    const waitMs = options.lastDevice === root.device ? MASS_LOSS_WATCHED_WAIT_MS : MASS_LOSS_WAIT_MS;
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
    missing = await confirmMissing(missing, options, recorder);
  }
  recorder.flush();
  if (missing.length > 0) {
    // The disk may have been taken away while it was compared.
    const after = await checkRoot(folder.path, { ...expected, lastDevice: root.device });
    if (after.kind === 'held') return after;
    if (after.device !== root.device) return { kind: 'held', because: 'unmounted' };
  }
  return { kind: 'scanned', report, device: root.device, missing };
}

async function readKnown(catalogue: Catalogue, folderId: number): Promise<Map<string, FileIdentity>> {
  const known = new Map<string, FileIdentity>();
  let afterPath: string | null = null;
  for (;;) {
    const page = catalogue.pathsOf(folderId, { afterPath, limit: READ_BATCH });
    for (const [path, { identity }] of page) {
      known.set(path, identity);
      afterPath = path;
    }
    if (page.size < READ_BATCH) return known;
    await nextTurn();
  }
}

type Recorder = { add(file: FoundFile): void; flush(): void };

function createRecorder(options: Parameters<typeof reconcileFolder>[0]): Recorder {
  let batch: SeenFile[] = [];
  let batchRules = options.rulesOf(options.folder);
  let lastFlush = performance.now();

  function flush(): void {
    lastFlush = performance.now();
    if (batch.length === 0 || options.signal.aborted) return;
    // The rules may have changed since these were found, and what they hide was removed then.
    const rules = options.rulesOf(options.folder);
    const files = rules === batchRules ? batch : batch.filter(({ path }) => !rules.ignores(path, 'file'));
    batch = [];
    batchRules = rules;
    options.catalogue.recordSeen(options.folder.id, files, { isFresh: false, hasPath: createPathCheck() });
    options.onChange();
  }

  return {
    add(file) {
      if (options.signal.aborted) return;
      batch.push({ ...file, ...options.typeOf(file.path) });
      if (batch.length >= WRITE_BATCH || performance.now() - lastFlush >= WRITE_WAIT_MS) flush();
    },
    flush,
  };
}

/** Looks at each path again: it may lie in a folder that cannot be read now, or have come back since. */
async function confirmMissing(
  paths: readonly string[],
  { folder, rulesOf }: Parameters<typeof reconcileFolder>[0],
  recorder: Recorder,
): Promise<string[]> {
  const missing: string[] = [];
  const looks: FolderLooks = new Map();
  await forEachConcurrently(paths, async (path) => {
    const look = await lookBelow(folder.path, path, looks);
    if (look.kind === 'unreachable') return;
    if (look.kind !== 'file' || rulesOf(folder).ignores(path, 'file')) missing.push(path);
    else recorder.add({ path, identity: look.identity });
  });
  return missing;
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.device === b.device && a.inode === b.inode && a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs;
}
