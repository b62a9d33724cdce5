import path from 'node:path';
import { expect, test } from 'vitest';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { loadManifest } from './manifest.ts';
import { describeMachine } from './processor.ts';
import { defaultTuning, isSelfTestCurrent, runSelfTest, selfTest } from './self-test.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const modelFolder = path.join(root, 'models/all-MiniLM-L6-v2');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('finds weights, batch size and processes that this machine can run, and knows when to look again', async () => {
  const manifest = await loadManifest(modelFolder);
  const launcher = createProcessLauncher({
    entryOf: (role) => path.join(root, `src-main/processes/${role}.ts`),
    environment: { ORT_DISABLE_TELEMETRY: '1' },
    logger: silent,
  });
  const result = await runSelfTest({ launcher, modelFolder, manifest, logger: silent });
  expect(selfTest.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  expect(Object.keys(manifest.weights)).toContain(result.weights);
  expect([256, 512, 1024]).toContain(result.batchTokens);
  expect(result.processes).toBeLessThanOrEqual(describeMachine().cores);
  expect(result.agreement['fp16']?.min).toBeGreaterThan(0.9999);
  expect(result.agreement['int8']?.mean).toBeGreaterThan(0.98);

  expect(isSelfTestCurrent(result, manifest)).toBe(true);
  expect(isSelfTestCurrent({ ...result, runtimeVersion: '0.0.1' }, manifest)).toBe(false);
  expect(isSelfTestCurrent(result, manifest, { ...describeMachine(), name: 'another processor' })).toBe(false);
});

test('before any self-test the first weights of the manifest run on as many processes as memory allows', async () => {
  const manifest = await loadManifest(modelFolder);
  const machine = { name: 'x', cores: 8, features: [], memoryBytes: 4 * 1024 ** 3 };
  expect(defaultTuning(manifest, machine)).toEqual({ weights: 'int8', batchTokens: 256, processes: 3 });
});
