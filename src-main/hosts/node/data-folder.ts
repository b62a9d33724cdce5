import { chmodSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '#contract';

export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
};

/** Where Akin keeps all it learns: `AKIN_HOME`, else what the platform sets aside for programs. Not created here. */
export function chooseDataFolder({ environment, platform, home }: Surroundings): string {
  const chosen = environment['AKIN_HOME'];
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  if (platform === 'win32')
    return path.win32.join(environment['LOCALAPPDATA'] || path.win32.join(home, 'AppData', 'Local'), 'Akin');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Akin');
  const dataHome = environment['XDG_DATA_HOME'];
  // The XDG specification: a relative path there is to be ignored.
  return path.join(dataHome !== undefined && path.isAbsolute(dataHome) ? dataHome : path.join(home, '.local', 'share'), 'akin');
}

/**
 * Creates the folder where it is missing, closes it to other users, and returns its real path.
 * Errors: indexLocationUnusable with `details.path` and `details.reason` (a system error code).
 */
export async function prepareDataFolder(folder: string): Promise<string> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const real = realpathSync(folder);
    if (process.platform !== 'win32' && (statSync(real).mode & 0o077) !== 0) chmodSync(real, 0o700);
    await access(real, constants.R_OK | constants.W_OK | constants.X_OK);
    return real;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new EngineError('indexLocationUnusable', 'the data folder cannot be used', {
      details: { path: folder, reason },
      cause: error,
    });
  }
}
