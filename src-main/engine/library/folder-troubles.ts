/** How long an overflow is shown: all is well again after the scan, but it will come again where nothing is done. */
const OVERFLOW_SHOWN_MS = 10 * 60_000;

export type FolderTroubles = {
  /** Replaces the codes of a folder. */
  set(folder: string, codes: readonly string[]): void;
  /** Shows `overflow` for a while. */
  addOverflow(folder: string): void;
  of(folder: string): string[];
  /** Forgets all folders but these. */
  keepOnly(folders: readonly string[]): void;
};

/** What keeps changes below each folder from being noticed. `now`: milliseconds of a clock that is never set. */
export function createFolderTroubles(now: () => number): FolderTroubles {
  const codes = new Map<string, readonly string[]>();
  const overflows = new Map<string, number>();
  return {
    set: (folder, current) => void codes.set(folder, current),
    addOverflow: (folder) => void overflows.set(folder, now()),
    of(folder) {
      const overflowedAt = overflows.get(folder);
      const isShown = overflowedAt !== undefined && now() - overflowedAt < OVERFLOW_SHOWN_MS;
      return [...(codes.get(folder) ?? []), ...(isShown ? ['overflow'] : [])];
    },
    keepOnly(folders) {
      for (const known of [codes, overflows])
        for (const folder of known.keys()) if (!folders.includes(folder)) known.delete(folder);
    },
  };
}
