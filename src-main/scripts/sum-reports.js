// Prints each failed test with the beginning of its error, then "N passed, N failed, N skipped", summed from the JSON reports
// of vitest and Playwright and the steps that the caller counted itself: whoever sees only the end of a long log learns
// what failed. A missing report, or a failed run whose report shows no failure, counts as one failure.
//
// Usage: node src-main/scripts/sum-reports.js FOLDER PASSED-STEPS FAILED-STEPS STATUS-OF-THE-TEST-RUN
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Summary
 * @typedef {{ status: string, fullName: string, failureMessages: string[] | null }} VitestTest
 * @typedef {{ name: string, status: string, message: string, assertionResults: VitestTest[] }} VitestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: VitestFile[] }} VitestReport
 * @typedef {{ status: string, results: { error?: { message?: string } }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, line: number, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {PlaywrightSuite & { stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
 */

const ERROR_LINES = 12;
const COLOURS = /\u001B\[[\d;]*m/g;

/** @param {string} name @param {string} [error] @returns {string} the name with the error's first lines below it */
function describeFailure(name, error = '') {
  const lines = error.replaceAll(COLOURS, '').split('\n').slice(0, ERROR_LINES);
  return [`FAILED ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** @param {VitestFile} file @returns {string[]} */
function vitestFailures({ name, status, message, assertionResults }) {
  const file = path.relative('.', name);
  const tests = assertionResults.filter((test) => test.status === 'failed');
  // A file that could not be loaded has no test that failed.
  if (tests.length === 0) return status === 'failed' ? [describeFailure(file, message)] : [];
  return tests.map(({ fullName, failureMessages }) => describeFailure(`${file} > ${fullName}`, failureMessages?.[0]));
}

/** @param {unknown} report @returns {Summary} */
function sumVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = /** @type {VitestReport} */ (report);
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap(vitestFailures),
  };
}

/** @param {PlaywrightSuite} suite @returns {string[]} */
function playwrightFailures({ specs = [], suites = [] }) {
  const failed = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => describeFailure(`e2e/${file}:${String(line)} > ${title}`, results[0]?.error?.message)),
  );
  return [...failed, ...suites.flatMap(playwrightFailures)];
}

/** A flaky test failed at first: no retries are set, and none would be counted as passed. @param {unknown} report @returns {Summary} */
function sumPlaywright(report) {
  const { stats, suites = [] } = /** @type {PlaywrightReport} */ (report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap(playwrightFailures),
  };
}

/** @param {string} file @param {(report: unknown) => Summary} sum @returns {Summary} */
function readReport(file, sum) {
  try {
    return sum(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const failure = describeFailure(path.basename(file), error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0, failures: [failure] };
  }
}

const [folder = '', passedSteps, failedSteps, testStatus] = process.argv.slice(2);
const summaries = [
  readReport(path.join(folder, 'vitest.json'), sumVitest),
  readReport(path.join(folder, 'playwright.json'), sumPlaywright),
];
if (testStatus !== '0' && summaries.every(({ failed }) => failed === 0)) {
  const failure = describeFailure(`the test run, which ended with status ${String(testStatus)}`);
  summaries.push({ passed: 0, failed: 1, skipped: 0, failures: [failure] });
}
summaries.push({ passed: Number(passedSteps), failed: Number(failedSteps), skipped: 0, failures: [] });

/** @param {'passed' | 'failed' | 'skipped'} kind */
const sum = (kind) => summaries.reduce((total, summary) => total + summary[kind], 0);
for (const failure of summaries.flatMap(({ failures }) => failures)) process.stdout.write(`${failure}\n\n`);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
