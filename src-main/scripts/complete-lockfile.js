// Adds to package-lock.json the platform packages that the registry at hand did not list.
//
// `npm ci` refuses a lockfile that lacks any optional dependency, also those for other systems, and a registry mirror
// that carries one platform alone makes npm write exactly such a lockfile. An added package has no integrity hash:
// only machines of its platform ever fetch it, and a machine that sees the whole registry replaces it by a full one.
//
// Usage: npm install --package-lock-only && node src-main/scripts/complete-lockfile.js
import { readFileSync, writeFileSync } from 'node:fs';

/** @type {Record<string, string>} */
const OPERATING_SYSTEMS = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
  freebsd: 'freebsd',
  android: 'android',
  openharmony: 'openharmony',
};
const PROCESSORS = ['x64', 'arm64', 'arm', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'wasm32'];

/** @param {string} name */
function platformOf(name) {
  const parts = name.split(/[-/]/);
  const os = parts.map((part) => OPERATING_SYSTEMS[part]).find(Boolean);
  const cpu = PROCESSORS.find((processor) => parts.includes(processor));
  const libc = parts.some((part) => part.startsWith('musl'))
    ? 'musl'
    : parts.some((part) => part.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc: [libc] }), ...(os && { os: [os] }) };
}

/** @typedef {{ version: string, optionalDependencies?: Record<string, string>, dev?: boolean, optional?: boolean }} LockedPackage */

/** @type {{ packages: Record<string, LockedPackage> }} */
const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lockfile.packages)) {
  if (path === '') continue;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isKnown = lockfile.packages[`node_modules/${name}`] ?? lockfile.packages[`${path}/node_modules/${name}`];
    if (isKnown || !/^\d/.test(version)) continue;
    lockfile.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(entry.dev && { dev: true }), optional: true };
    added.push(name);
  }
}
const sorted = Object.entries(lockfile.packages).sort(([left], [right]) => left.localeCompare(right, 'en'));
lockfile.packages = Object.fromEntries(sorted);
writeFileSync('package-lock.json', `${JSON.stringify(lockfile, null, 2)}\n`);
process.stdout.write(`${added.length} platform packages added\n`);
