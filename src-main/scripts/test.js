// Runs all tests: those of vitest (unit, integration, component), then the end-to-end tests of Playwright, the second
// also where the first failed. Exits non-zero when either did.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './find-node.js';

const RUNNERS = [
  ['vitest/vitest.mjs', 'run'],
  ['@playwright/test/cli.js', 'test'],
];

const statuses = RUNNERS.map(([program = '', ...args]) => {
  return spawnSync(process.execPath, [path.join(ROOT, 'node_modules', program), ...args], { cwd: ROOT, stdio: 'inherit' }).status;
});
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
