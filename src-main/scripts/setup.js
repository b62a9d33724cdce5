// Brings a clone into a state in which npm's scripts can run: installs the dependencies when they are absent or older
// than the lockfile and, with --build, builds when the build is absent or older than its sources. Silent when there is
// nothing to do. It runs before anything is installed, on the user's own Node: no dependencies, plain JavaScript.
//
// Usage: node src-main/scripts/setup.js [--build]
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { explainMissingNode, findNode, ROOT } from './find-node.js';

/** The oldest Node and npm that can install the dependencies; everything after that runs on the Node they bring. */
const OLDEST_NODE = [20, 19];
const OLDEST_NPM = [10, 0];

const BUILD_SOURCES = [
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
];

/** Parts of the sources that no build depends on. */
const NOT_BUILT = new Set(['bench', 'decisions', 'fixtures', 'scripts']);

/** Written at the start and at the end of a build: the older one dates it. */
const BUILD_MARKS = ['out/main/web.js', 'out/renderer/index.html'];

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** @param {string} message */
function tell(message) {
  process.stderr.write(`${message}\n`);
}

/** Whether a version such as `20.19.1` is at least `[20, 19]`. @param {string} version @param {number[]} oldest */
function isAtLeast(version, [oldestMajor = 0, oldestMinor = 0]) {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Milliseconds since 1970, or 0 where there is no such file. @param {string} relativePath */
function modifiedAt(relativePath) {
  return statSync(path.join(ROOT, relativePath), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The newest change below a file or folder. Folders count too: their time tells of deleted files. @param {string} relativePath @returns {number} */
function newestChange(relativePath) {
  const stats = statSync(path.join(ROOT, relativePath), { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return relativePath.endsWith('.test.ts') ? 0 : stats.mtimeMs;
  const names = readdirSync(path.join(ROOT, relativePath)).filter((name) => !NOT_BUILT.has(name));
  return Math.max(stats.mtimeMs, ...names.map((name) => newestChange(path.join(relativePath, name))));
}

function checkVersions() {
  if (!isAtLeast(process.versions.node, OLDEST_NODE)) {
    fail(`Akin needs Node ${OLDEST_NODE.join('.')} or newer to install itself; this is Node ${process.versions.node}.`);
  }
  const npmVersion = /npm\/(\S+)/.exec(process.env['npm_config_user_agent'] ?? '')?.[1];
  if (npmVersion !== undefined && !isAtLeast(npmVersion, OLDEST_NPM)) {
    fail(`Akin needs npm ${OLDEST_NPM[0]} or newer to install itself; this is npm ${npmVersion}.`);
  }
}

function installDependencies() {
  const isCurrent = modifiedAt('node_modules/.package-lock.json') >= modifiedAt('package-lock.json');
  if (isCurrent) return;
  const npm = process.env['npm_execpath'];
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  if (npm === undefined) fail('The dependencies are missing or out of date: run "npm ci".');
  if (lstatSync(path.join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    // npm empties the folder that the link leads to before it installs: it may belong to another clone.
    fail('The dependencies are out of date, and node_modules is a link: run "npm ci" where it leads, or remove the link.');
  }
  if (process.platform === 'win32' && path.resolve(process.execPath).startsWith(path.join(ROOT, 'node_modules'))) {
    // Windows cannot replace the program that is running.
    fail('The dependencies are out of date: run "npm ci", then try again.');
  }
  tell(
    existsSync(path.join(ROOT, 'node_modules')) ? 'Updating the dependencies (npm ci).' : 'Installing the dependencies (npm ci).',
  );
  // Warnings off: npm would list every package that asks for a newer Node than the one it runs on itself. Output goes
  // to stderr, so that the output of the script that follows stays clean.
  const { status } = spawnSync(node, [npm, 'ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, npm_config_include: 'dev,optional' },
  });
  if (status !== 0) fail('npm ci failed: its message is above. Akin needs the npm registry once, to install its dependencies.');
}

function build() {
  const builtAt = Math.min(...BUILD_MARKS.map(modifiedAt));
  if (builtAt >= Math.max(...BUILD_SOURCES.map(newestChange))) return;
  const node = findNode() ?? fail(explainMissingNode());
  tell('Building Akin.');
  const builder = path.join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status } = spawnSync(node, [builder, 'build', '--ignoreConfigWarning', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) fail('The build failed: its message is above.');
}

checkVersions();
installDependencies();
if (findNode() === undefined) fail(explainMissingNode());
if (process.argv.includes('--build')) build();
