// Prints "N passed, N failed, N skipped", summed from the JSON reports of vitest and Playwright and the steps that the
// caller counted itself. A missing report, or a failed run whose report shows no failure, counts as one failure.
//
// Usage: node src-main/scripts/sum-reports.js FOLDER PASSED-STEPS FAILED-STEPS STATUS-OF-THE-TEST-RUN
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} VitestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
 */

/** @param {unknown} report @returns {Counts} */
function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = /** @type {VitestReport} */ (report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A flaky test failed at first: no retries are set, and none would be counted as passed. @param {unknown} report @returns {Counts} */
function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = /** @type {PlaywrightReport} */ (report).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/** @param {string} file @param {(report: unknown) => Counts} count @returns {Counts} */
function readCounts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    process.stderr.write(`${path.basename(file)}: ${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const [folder = '', passedSteps, failedSteps, testStatus] = process.argv.slice(2);
const counts = [
  readCounts(path.join(folder, 'vitest.json'), countVitest),
  readCounts(path.join(folder, 'playwright.json'), countPlaywright),
];
if (testStatus !== '0' && counts.every(({ failed }) => failed === 0)) counts.push({ passed: 0, failed: 1, skipped: 0 });
counts.push({ passed: Number(passedSteps), failed: Number(failedSteps), skipped: 0 });

/** @param {keyof Counts} kind */
const sum = (kind) => counts.reduce((total, count) => total + count[kind], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
