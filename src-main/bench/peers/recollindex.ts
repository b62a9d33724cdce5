import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Seconds that `recollindex` takes for a folder from nothing, with its defaults; null where it is not installed. */
export async function timeRecollindex(folder: string): Promise<number | null> {
  const configuration = await mkdtemp(join(tmpdir(), 'akin-recoll-'));
  await writeFile(join(configuration, 'recoll.conf'), `topdirs = ${folder}\nloglevel = 2\n`);
  try {
    const startedAt = performance.now();
    await run('recollindex', ['-c', configuration, '-z'], { maxBuffer: 64 * 2 ** 20 });
    return (performance.now() - startedAt) / 1000;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  } finally {
    await rm(configuration, { recursive: true, force: true });
  }
}

/** What it says of itself, so that a result can be compared with another; null where it is not installed. */
export async function recollVersion(): Promise<string | null> {
  try {
    const { stdout } = await run('dpkg-query', ['--show', '--showformat=${Version}', 'recollcmd']);
    return stdout;
  } catch {
    // No Debian, or no recoll: the result then says so.
    return null;
  }
}
