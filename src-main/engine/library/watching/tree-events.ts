/** What a watched tree asks and tells. Paths are absolute, below the watched root or the root itself. */
export type TreeEvents = {
  /** `kind` null: not known, as of a path that is gone. */
  isIgnored(path: string, kind: 'file' | 'folder' | null): boolean;
  /** The file or folder there may have changed in any way, also whatever is below it. */
  changed(path: string): void;
  /** The system told something, whatever it was: what counts towards an overflow. */
  heard(): void;
  /** The root may not be what it was. */
  rootChanged(): void;
  /** The system says that it dropped events. */
  lost(): void;
  /** All that keeps changes from being noticed now: `watchLimit` or codes of the system; none where all is well. */
  troubles(codes: readonly string[]): void;
};

export type WatchedTree = {
  /** Tries again to watch what could not be watched, and tells what it succeeds with as changed. */
  retry(): void;
  close(): void;
};
