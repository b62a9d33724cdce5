import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '#contract';

/** LanceDB's prebuilt library uses these without asking; without them the process dies of an illegal instruction. */
const NEEDED_PROCESSOR_FLAGS = ['avx2', 'fma'];

/** The needed flags that this `/proc/cpuinfo` lacks; empty where it lists none at all. */
export function missingProcessorFlags(cpuInfo: string): string[] {
  const flags = /^flags\s*:(.*)$/m.exec(cpuInfo)?.[1];
  if (flags === undefined) return [];
  const present = new Set(flags.trim().split(/\s+/));
  return NEEDED_PROCESSOR_FLAGS.filter((flag) => !present.has(flag));
}

async function checkProcessor(): Promise<void> {
  if (process.arch !== 'x64' || process.platform !== 'linux') return;
  const missing = missingProcessorFlags(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''));
  if (missing.length === 0) return;
  throw new EngineError('processorUnsupported', 'LanceDB needs a newer processor', { details: { missing: missing.join(' ') } });
}

/**
 * Makes the folder and proves that an index can live there: files can be written and, because LanceDB commits by hard
 * link, linked. Loads no native code. Errors: diskFull, indexLocationUnusable with `details.path` and `details.reason` (a
 * system's error code), processorUnsupported.
 */
export async function probeIndexLocation(folder: string): Promise<void> {
  await checkProcessor();
  const probe = join(folder, `.probe-${process.pid}`);
  const removeProbes = async () => {
    await rm(`${probe}-link`, { force: true });
    await rm(probe, { force: true });
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(probe, 'probe', { mode: 0o600 });
    await link(probe, `${probe}-link`);
    await removeProbes();
  } catch (cause) {
    // The reason to report is the one above, not that a folder which refuses writing refuses deleting too.
    await removeProbes().catch(() => undefined);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const details = { path: folder, reason: code };
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new EngineError('diskFull', 'No room for an index', { details, cause });
    throw new EngineError('indexLocationUnusable', 'The index folder cannot be written or has no hard links', { details, cause });
  }
}
