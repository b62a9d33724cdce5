import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { LogFields, Logger } from '#engine/logger.ts';

const MAX_LOG_BYTES = 5 * 1024 * 1024;

export type FileLogger = Logger & { close(): void };

/**
 * One JSON object a line in `file`; a full file becomes `<name>.1.<ext>`, replacing the one before. Lines are written
 * at once, so that the last words before a crash are there. A disk that takes none loses them; the next line that is
 * written says how many as `lost`.
 */
export function createFileLogger({ file, maxBytes = MAX_LOG_BYTES }: { file: string; maxBytes?: number }): FileLogger {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let descriptor = openSync(file, 'a', 0o600);
  let sizeBytes = fstatSync(descriptor).size;
  let lost = 0;

  function rotate(): void {
    const { dir, name, ext } = path.parse(file);
    closeSync(descriptor);
    try {
      renameSync(file, path.join(dir, `${name}.1${ext}`));
    } finally {
      descriptor = openSync(file, 'a', 0o600);
      sizeBytes = fstatSync(descriptor).size;
    }
  }

  function write(level: string, event: string, fields: LogFields = {}): void {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields, ...(lost > 0 ? { lost } : {}) })}\n`;
    try {
      if (sizeBytes > 0 && sizeBytes + line.length > maxBytes) rotate();
      sizeBytes += writeSync(descriptor, line);
      lost = 0;
    } catch {
      // The disk is full or away: no reason to end the engine, which may be about to say so to its clients.
      lost += 1;
    }
  }

  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    close: () => closeSync(descriptor),
  };
}
