import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '#contract';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the final zero included. */
const MAX_SOCKET_PATH_BYTES = 100;

/**
 * Where the engine of a data folder (its real path) listens: in the folder, or, where that makes too long a path, in a
 * private folder of this user under /tmp. Both sides compute it. Not `os.tmpdir()`: TMPDIR may differ between the two.
 */
export function engineSocketPath(dataFolder: string): string {
  const key = createHash('sha256').update(dataFolder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\akin-${key}`;
  const inside = path.join(dataFolder, 'engine.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside;
  return path.join(realpathSync('/tmp'), `akin-${process.getuid?.() ?? 0}-${key}`, 'engine.sock');
}

/**
 * Makes sure that the socket's folder is ours alone: in /tmp anyone can have made one of that name.
 * Errors: indexLocationUnusable.
 */
export function secureSocketFolder(socketPath: string): void {
  if (process.platform === 'win32') return;
  const folder = path.dirname(socketPath);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return;
  throw new EngineError('indexLocationUnusable', 'the folder of the private socket is open to other users', {
    details: { path: folder, reason: 'notPrivate' },
  });
}
