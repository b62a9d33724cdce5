import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { lookAt } from './look-at-path.ts';
import type { ScanLoop } from './scan-loop.ts';
import { checkRoot } from './why-held.ts';

/** A root that looks sound while its documents are held (another disk in its place) is scanned this often. */
const HELD_RESCAN_MS = 60_000;

/**
 * Returns a function that looks at the root of every folder: one that was sound and is not what it was is scanned, as is
 * one that was held and has come back. It costs one look a folder. `now`: milliseconds of a clock that is never set.
 */
export function createRootChecks(options: {
  readonly catalogue: Catalogue;
  readonly scans: ScanLoop;
  now(): number;
}): () => Promise<void> {
  const { catalogue, scans, now } = options;
  const tried = new Map<number, { readonly device: bigint; readonly at: number }>();

  async function checkSound(folder: FolderRecord): Promise<void> {
    const device = scans.deviceOf(folder.id);
    if (device === null) return;
    const root = await lookAt(folder.path);
    if (root.kind !== 'folder' || root.device !== device) void scans.request([folder.id]);
  }

  async function checkHeld(folder: FolderRecord): Promise<void> {
    const hasDocuments = Object.values(catalogue.counts(folder.id)).some((count) => count > 0);
    const root = await checkRoot(folder.path, { hasDocuments, lastDevice: null });
    if (root.kind === 'held') return scans.setHeld(folder, root.because);
    const last = tried.get(folder.id);
    if (last !== undefined && last.device === root.device && now() - last.at < HELD_RESCAN_MS) return;
    tried.set(folder.id, { device: root.device, at: now() });
    void scans.request([folder.id]);
  }

  return async () => {
    const folders = catalogue.listFolders();
    for (const folder of folders) {
      if (!folder.isAvailable) await checkHeld(folder);
      else {
        tried.delete(folder.id);
        await checkSound(folder);
      }
    }
  };
}
