import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { browserArguments, findBrowser } from './src-main/scripts/find-browser.js';

const executablePath = findBrowser();

export default defineConfig({
  test: {
    // Tests start real processes, and machines with two cores are common.
    maxWorkers: 2,
    // What is polled for comes at once where nothing else runs, and late on a machine at its limits.
    expect: { poll: { timeout: 20_000 } },
    // .ci/run sums what the runners report.
    reporters:
      process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: '.cache/reports/vitest.json' }]],
    projects: [
      {
        extends: true,
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          // Forks, not threads: native modules (onnxruntime, LanceDB) and process signals do not bear worker threads.
          pool: 'forks',
          include: ['src-main/**/*.test.ts', 'src-renderer/**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/*.browser.test.ts', '**/*.integration.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          pool: 'forks',
          include: ['src-main/**/*.integration.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        // Its components must meet the one Svelte that the page runs on, whenever they are first asked for.
        optimizeDeps: { exclude: ['virtua'] },
        test: {
          name: 'component',
          include: ['src-renderer/**/*.browser.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: browserArguments(), ...(executablePath === undefined ? {} : { executablePath }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
