#!/usr/bin/env node
// Writes fixtures/ignore/check-ignore.json: what git itself ignores of one tree, by many pattern texts. Needs git.
// Run it again only to add cases; the file is what tests compare with, so that they need no git.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RANDOM_CASES = 300;

/** Folders end in `/`. */
const PATHS = [
  'a/|a/b/|a/b/c/|b/|b/a/|.x/|.x/b/|foo bar/|build/|a/build/|ab/|abc/|foo.md/|café/',
  'a/x|a/b/x|a/b/c/x|a/b/c/foo.md|a/foo.md|a/b/foo.md|foo.txt|b/x|b/a/x|b/a/foo.txt|.x/b/foo.md|.x/foo.md|.hidden|a/.hidden',
  'foo bar/x|foo bar/foo bar|build/x|build/foo.md|a/build/x|ab/x|abc/x|foo.md/foo.md|foo.md/x|café/é.md|#x|!x|a/#x|x|[x]|a/[x]',
  'x*|x y|~$x.docx|a/bxc|FOO.MD|a/1.log',
].flatMap((line) => line.split('|'));

const BY_HAND = [
  '*.md\n!foo.md',
  'a/\n!a/x',
  'a/*\n!a/x',
  '/a\n!/a/b',
  '/a/*\n!/a/b/',
  '.*\n!.x/',
  '.*\n!.x/\n.x/foo.md',
  '**/b',
  'a/**',
  'a/**\n!a/**/',
  'a/**/x',
  '**/x\n!a/**/x',
  '*\n!*/\n!*.md',
  '/*\n!/a\n/a/*\n!/a/b',
  'foo.md/',
  'foo.md\n!foo.md/',
  'foo\\ bar/',
  'foo bar/   ',
  'foo bar\\ ',
  '\\#x',
  '#x',
  '\\!x',
  '!!x',
  '*\n!!x',
  '[x]',
  '\\[x\\]',
  '[[]x[]]',
  '[!a-c]x',
  'a[^a]x*',
  'x\\*',
  '?',
  '??',
  '/?',
  '[[:digit:]].log',
  '[[:upper:]]*',
  'build/\n!/build/',
  '!build/\nbuild',
  '~$*',
  '*.*',
  'caf*/',
  'a/b',
  '/a/b',
  'b/a',
  'c/x',
  '**/c/x',
  'x/',
  '/',
  '!',
  '\\',
  'a\\',
  '[a',
  'a//x',
  'ab*',
  'a*c',
  '*b*',
  '***',
  'a**x',
  '  ',
  ' x',
  'x\r',
  '*.md\r\n!foo.md\r',
];

const NAMES = [
  'a',
  'b',
  'c',
  'x',
  '*',
  '**',
  '?',
  'a*',
  '*b',
  '*.md',
  '*.txt',
  'foo*',
  'foo.md',
  '.x',
  '.*',
  'build',
  '[ab]',
  'f?o.md',
  '*o*',
  'ab*',
];

/** mulberry32 */
let state = 7;
/** @param {number} limit */
function below(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}

function randomPatterns() {
  const lines = Array.from({ length: 1 + below(5) }, () => {
    const names = Array.from({ length: below(3) === 0 ? 2 + below(2) : 1 }, () => NAMES[below(NAMES.length)]);
    return `${below(3) === 0 ? '!' : ''}${below(4) === 0 ? '/' : ''}${names.join('/')}${below(3) === 0 ? '/' : ''}`;
  });
  return lines.join('\n');
}

const root = mkdtempSync(join(tmpdir(), 'akin-ignore-'));
try {
  run(['init', '--quiet']);
  for (const path of PATHS) {
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '');
    }
  }
  const texts = [...BY_HAND, ...Array.from({ length: RANDOM_CASES }, randomPatterns)];
  const cases = texts.map((patterns) => ({ patterns, ignored: ignoredBy(patterns) }));
  const target = fileURLToPath(new URL('../fixtures/ignore/check-ignore.json', import.meta.url));
  writeFileSync(
    target,
    `{"paths":${JSON.stringify(PATHS)},\n"cases":[\n${cases.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`,
  );
} finally {
  rmSync(root, { recursive: true });
}

/** Indices of the paths that git ignores. @param {string} patterns */
function ignoredBy(patterns) {
  writeFileSync(join(root, '.git', 'info', 'exclude'), `${patterns}\n`);
  // Without the slash, which git would take for a part of the name; it sees for itself what is a folder.
  const paths = PATHS.map((path) => path.replace(/\/$/, ''));
  const output = run(['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '--stdin', '-z'], paths.join('\0'));
  const ignored = new Set(output.split('\0'));
  return paths.flatMap((path, index) => (ignored.has(path) ? [index] : []));
}

/** @param {readonly string[]} words */
function run(words, input = '') {
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: root, input, encoding: 'utf8' });
  // 1: nothing is ignored.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}
