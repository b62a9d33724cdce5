// Checks every installed package: its licence may be distributed together with Akin (Apache-2.0), no second copy of what
// must exist once is in the tree, and no package runs a script of its own when it is installed.
//
// Usage: node src-main/scripts/licences.js
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './find-node.js';

const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
]);

/** Tools that are used to build and are never passed on: file-wise copyleft, and data that asks to be credited. */
const ALLOWED_FOR_DEVELOPMENT = new Set([...ALLOWED, 'MPL-2.0', 'CC-BY-4.0']);

/** LanceDB would bring its own copies of these: hundreds of megabytes, and code that talks to the network. */
const FORBIDDEN = new Set(['openai', '@huggingface/transformers', 'onnxruntime-web', 'sharp']);

/** Two versions of a native library in one process are two thread pools and two sets of bugs. */
const ONCE = ['onnxruntime-node', 'onnxruntime-common', 'apache-arrow', 'pdfjs-dist'];

/**
 * @typedef {{ dev?: boolean, hasInstallScript?: boolean }} LockedPackage
 * @typedef {{ name: string, license?: string | { type?: string }, licenses?: { type?: string }[], scripts?: Record<string, string> }} Manifest
 * @typedef {{ location: string, name: string, isDevelopment: boolean, hasInstallScript: boolean, licence: string }} InstalledPackage
 */

/** @param {string} relativePath @returns {unknown} */
function readJson(relativePath) {
  return JSON.parse(readFileSync(path.join(ROOT, relativePath), 'utf8'));
}

/** @param {Manifest} manifest */
function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  const types = [license, ...(licenses ?? [])].map((licence) => licence?.type).filter((type) => type !== undefined);
  return types.length === 0 ? 'none' : types.join(' OR ');
}

/** The lockfile's packages that are installed on this platform. @returns {InstalledPackage[]} */
function installedPackages() {
  const { packages } = /** @type {{ packages: Record<string, LockedPackage> }} */ (readJson('package-lock.json'));
  return Object.entries(packages)
    .filter(([location]) => location !== '' && existsSync(path.join(ROOT, location, 'package.json')))
    .map(([location, locked]) => {
      const manifest = /** @type {Manifest} */ (readJson(path.join(location, 'package.json')));
      const scripts = ['preinstall', 'install', 'postinstall'].filter((script) => manifest.scripts?.[script] !== undefined);
      return {
        location,
        name: manifest.name,
        isDevelopment: locked.dev === true,
        hasInstallScript: locked.hasInstallScript === true || scripts.length > 0,
        licence: licenceOf(manifest),
      };
    });
}

/** Whether an SPDX expression of names, AND, OR and brackets grants what is needed. @param {string} expression @param {Set<string>} allowed */
function isAllowed(expression, allowed) {
  const alternatives = expression.replaceAll(/[()]/g, ' ').split(/\sOR\s/);
  return alternatives.some((alternative) => alternative.split(/\sAND\s/).every((name) => allowed.has(name.trim())));
}

/** @param {InstalledPackage[]} installed */
function findFaults(installed) {
  const { allowScripts = {} } = /** @type {{ allowScripts?: Record<string, boolean> }} */ (readJson('package.json'));
  const faults = installed.flatMap(({ location, name, isDevelopment, hasInstallScript, licence }) => {
    const reasons = [];
    if (!isAllowed(licence, isDevelopment ? ALLOWED_FOR_DEVELOPMENT : ALLOWED)) {
      reasons.push(`licence ${licence} is not on the list for ${isDevelopment ? 'development' : 'distribution'}`);
    }
    if (FORBIDDEN.has(name)) reasons.push('must not be in the tree');
    if (hasInstallScript && allowScripts[name] !== false)
      reasons.push('has an install script that package.json does not deny (allowScripts)');
    return reasons.map((reason) => `${location}: ${reason}`);
  });
  for (const name of ONCE) {
    const copies = installed.filter((installedPackage) => installedPackage.name === name);
    if (copies.length > 1)
      faults.push(`${name} is installed ${copies.length} times: ${copies.map(({ location }) => location).join(', ')}`);
  }
  return faults;
}

const installed = installedPackages();
const faults = findFaults(installed);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0 || installed.length === 0) process.exitCode = 1;
else process.stdout.write(`${installed.length} packages: licences, copies and install scripts are as they should be.\n`);
