/** What the machine runs on. `level`: charge of its batteries together, 0 to 1; null where it is not told. */
export type PowerState = { readonly onBattery: boolean; readonly level: number | null };

/** How a host tells the engine what the machine runs on; the desktop has its own, plain Node one for Linux. */
export type PowerSource = {
  /** Null where the machine has no battery, or nobody can tell. */
  read(): PowerState | null;
  /** Calls the listener after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
};
