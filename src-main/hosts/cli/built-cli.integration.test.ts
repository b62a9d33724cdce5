import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { version } from '../node/entries.ts';

const bundles = path.resolve(import.meta.dirname, '../../../out/main');

it('runs from the bundle in plain Node', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(bundles, 'cli.js'), '--version'], { env: {} });
  expect(stdout.trim()).toBe(version);
});

it('has no Electron in any bundle', async () => {
  const files = (await readdir(bundles)).filter((name) => name.endsWith('.js'));
  expect(files).toEqual(
    expect.arrayContaining(['cli.js', 'web.js', 'engine.js', 'ingest.js', 'embedder.js', 'reranker.js', 'watcher.js']),
  );
  for (const name of files) {
    expect([name, /(?:from|import|require)\s*\(?\s*["']electron/.test(await readFile(path.join(bundles, name), 'utf8'))]).toEqual(
      [name, false],
    );
  }
});
