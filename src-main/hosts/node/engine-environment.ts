import path from 'node:path';

/** Where native libraries write their temporary files: in the data folder, closed to others, wiped at each start. */
export function temporaryFolder(dataFolder: string): string {
  return path.join(dataFolder, 'tmp');
}

/**
 * The whole environment of the engine's helpers except ingest. Native libraries read it when they are loaded, so it must
 * be there before that. Nothing of the user's environment is passed on but the time zone.
 */
export function helperEnvironment(dataFolder: string, own: NodeJS.ProcessEnv): Record<string, string> {
  const passedOn = ['TZ', 'SystemRoot', 'windir'].flatMap((name) => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const temporary = temporaryFolder(dataFolder);
  return {
    ...Object.fromEntries(passedOn),
    // Versions of onnxruntime from 1.29 on call home unless told not to.
    ORT_DISABLE_TELEMETRY: '1',
    // Reads that block (evicted cloud files, network drives) must not stop the others; the default is 4.
    UV_THREADPOOL_SIZE: '16',
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
}

/**
 * The whole environment of the engine process: its helpers', and what keeps LanceDB in bounds. The helpers must not have
 * the latter: with memory given back at every step onnxruntime runs at half its speed.
 */
export function engineEnvironment(dataFolder: string, own: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...helperEnvironment(dataFolder, own),
    LANCEDB_LOG: 'error',
    // Upkeep must leave a core to searches, and each more thread costs the index some memory.
    LANCE_CPU_THREADS: '2',
    LANCE_IO_THREADS: '2',
    // glibc gives each thread an arena of its own and keeps what was freed: 1.2 GB instead of 670 MB while indexing.
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '262144',
    MALLOC_TRIM_THRESHOLD_: '262144',
  };
}
