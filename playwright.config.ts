import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './src-main/scripts/find-browser.js';

const executablePath = findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each test starts a web host with an engine of its own.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // .ci/run sums what the runners report.
  reporter: process.env['CI'] === undefined ? 'list' : [['list'], ['json', { outputFile: '.cache/reports/playwright.json' }]],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    launchOptions: { args: browserArguments(), ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
