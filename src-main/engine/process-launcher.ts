import type { Channel } from '#rpc';

/** What the engine may ask to have started. Each role has one entry file in `processes/`. */
export type ProcessRole = 'watcher' | 'ingest' | 'embedder' | 'reranker';

/** `code` null: ended by a signal. */
export type ProcessExit = { readonly code: number | null; readonly signal: string | null };

export type EngineProcess = {
  readonly channel: Channel;
  readonly pid: number;
  /** Ends the process at once (SIGKILL): a busy or hung one cannot be asked. */
  kill(): void;
  readonly exited: Promise<ProcessExit>;
  /** Resident memory now, or null where the platform gives none or the process is gone. */
  memoryBytes(): number | null;
};

/**
 * Starts the engine's helper processes. The engine never starts one itself: Electron's main process, plain Node and a
 * test each do it their own way. The launcher sets environment and heap limit; the engine watches memory and time.
 */
export type ProcessLauncher = {
  start(role: ProcessRole, options?: { readonly isLowPriority?: boolean }): EngineProcess;
};
