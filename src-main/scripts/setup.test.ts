import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** Stands for npm: installs a builder that writes what electron-vite would, and notes each of its own runs and the builder's. */
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const builder = \`
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('runs', 'build ');
for (const file of ['out/main/web.js', 'out/renderer/index.html']) {
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  writeFileSync(file, '');
}\`;
appendFileSync('runs', process.argv[2] + ' ');
mkdirSync('node_modules/electron-vite/bin', { recursive: true });
writeFileSync('node_modules/electron-vite/bin/electron-vite.js', builder);
writeFileSync('node_modules/.package-lock.json', '{}');
`;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'akin-setup-'));
  await mkdir(path.join(folder, 'src-main/scripts'), { recursive: true });
  for (const script of ['setup.js', 'find-node.js']) {
    await cp(path.join(import.meta.dirname, script), path.join(folder, 'src-main/scripts', script));
  }
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(path.join(folder, 'package-lock.json'), '{}');
  await writeFile(path.join(folder, 'src-main/engine.ts'), '');
  await writeFile(path.join(folder, 'npm.cjs'), NPM);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function setUp({ args = ['--build'], npmVersion = '11.0.0' } = {}): Promise<{
  status: number | null;
  said: string;
  runs: string;
}> {
  const environment = {
    ...process.env,
    npm_execpath: path.join(folder, 'npm.cjs'),
    npm_config_user_agent: `npm/${npmVersion} node/v24`,
  };
  await writeFile(path.join(folder, 'runs'), '');
  const script = path.join(folder, 'src-main/scripts/setup.js');
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  });
  return { status, said: stdout + stderr, runs: await readFile(path.join(folder, 'runs'), 'utf8') };
}

/** As if the file had been changed a minute from now: later than anything that the set-up itself writes. */
async function changeLater(file: string): Promise<void> {
  const later = new Date(Date.now() + 60_000);
  await utimes(path.join(folder, file), later, later);
}

test('installs and builds on a fresh clone, then has nothing to do or to say', async () => {
  expect(await setUp()).toMatchObject({ status: 0, runs: 'ci build ' });
  expect(await setUp()).toEqual({ status: 0, said: '', runs: '' });
});

test('only installs where no build is asked for', async () => {
  expect(await setUp({ args: [] })).toMatchObject({ status: 0, runs: 'ci ' });
});

test('installs again when the lockfile is newer than what is installed', async () => {
  await setUp();
  await changeLater('package-lock.json');
  expect((await setUp()).runs).toBe('ci build ');
});

test('builds again when a source changes, but not for a test or a bench', async () => {
  await setUp();
  await mkdir(path.join(folder, 'src-main/bench'));
  await writeFile(path.join(folder, 'src-main/engine.test.ts'), '');
  await writeFile(path.join(folder, 'src-main/bench/run.ts'), '');
  await setUp();
  await changeLater('src-main/engine.test.ts');
  await changeLater('src-main/bench/run.ts');
  expect((await setUp()).runs).toBe('');
  await changeLater('src-main/engine.ts');
  expect((await setUp()).runs).toBe('build ');
});

test('leaves a linked node_modules alone', async () => {
  await mkdir(path.join(folder, 'elsewhere'));
  await symlink(path.join(folder, 'elsewhere'), path.join(folder, 'node_modules'), 'junction');
  expect(await setUp()).toMatchObject({ status: 1, runs: '' });
});

test('says so when npm is too old', async () => {
  expect(await setUp({ npmVersion: '9.8.1' })).toEqual({
    status: 1,
    said: 'Akin needs npm 10 or newer to install itself; this is npm 9.8.1.\n',
    runs: '',
  });
});
