import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { version } from '../node/entries.ts';
import { createProcessLauncher } from '../node/process-launcher.ts';
import { temporaryFolder } from '../node/testing/real-engine.ts';

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

it.each(['ingest', 'embedder', 'reranker', 'watcher'] as const)(
  'refuses and counts what the bundled %s process sends out',
  async (role) => {
    const file = path.join(await temporaryFolder('akin-bundled-'), 'entry.mjs');
    const entry = JSON.stringify(path.join(bundles, `${role}.js`));
    await writeFile(file, `await import(${entry});\nawait fetch('http://192.0.2.1/').catch(() => undefined);\n`);
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const counted = Promise.withResolvers<string>();
    const launcher = createProcessLauncher({ entryOf: () => file, environment: {}, logger, onNetwork: counted.resolve });
    const helper = launcher.start(role);
    expect(await Promise.race([counted.promise, helper.exited.then(() => 'exited')])).toBe('refused');
    helper.kill();
    await helper.exited;
  },
);
