import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Logger } from '../../logger.ts';
import type { IndexStore } from '../index-store.ts';
import { openIndexStore } from '../open.ts';

export const DIMENSIONS = 32;
export const silentLogger: Logger = { info() {}, warn() {}, error() {} };

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'akin-index-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens an index that the test's end closes. */
export async function openForTest(folder: string, dimensions = DIMENSIONS): Promise<{ store: IndexStore; wasRebuilt: boolean }> {
  const opened = await openIndexStore({ folder, dimensions, space: 'test', logger: silentLogger });
  onTestFinished(() => opened.store.close());
  return opened;
}
