// Finds the Node that Akin runs on: the one that came with `npm ci`, else the running one where that is new enough.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const NEEDED_NODE_MAJOR = 24;

/** The repository's root, with a trailing separator. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Major version of the running Node. */
export function runningNodeMajor() {
  return Number.parseInt(process.versions.node, 10);
}

/** The path of a Node new enough to run Akin, or undefined where neither `npm ci` nor the user brought one. */
export function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = path.join(ROOT, 'node_modules', `node-${platform}-${process.arch}`, 'bin', program);
  if (existsSync(packaged)) return packaged;
  return runningNodeMajor() >= NEEDED_NODE_MAJOR ? process.execPath : undefined;
}

/** What to tell a user for whom `findNode` found none. */
export function explainMissingNode() {
  return (
    `Akin runs on Node ${NEEDED_NODE_MAJOR} or newer. The npm registry has no package of it for ${process.platform} on ${process.arch}, ` +
    `and the Node that is installed here is ${process.versions.node}. Install Node ${NEEDED_NODE_MAJOR} and try again.`
  );
}
