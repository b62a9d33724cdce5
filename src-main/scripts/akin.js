#!/usr/bin/env node
// The command `akin`: runs the built command line on the Node it needs, whichever Node is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { explainMissingNode, findNode, NEEDED_NODE_MAJOR, ROOT, runningNodeMajor } from './find-node.js';

const program = path.join(ROOT, 'out', 'main', 'cli.js');

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`akin: ${message}\n`);
  process.exit(1);
}

if (!existsSync(program)) fail('not built yet: run "npm run build" in the folder of Akin first.');

if (runningNodeMajor() >= NEEDED_NODE_MAJOR) {
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  const node = findNode() ?? fail(explainMissingNode());
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends its signals to both; this one only waits, so that the command can end in its own way.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  }
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
}
