// Finds a Chromium or Chrome for the tests, and gets one where none is installed.
//
// Usage: node src-main/scripts/find-browser.js [--print]
// Exits 1 and says what to install where none can be had.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const MACOS_APPS = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];

const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

const HOW_TO_INSTALL = `No Chromium or Chrome found, and none could be installed. The tests need one. Either
  - install Chromium or Google Chrome (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium), or
  - run "npm exec --no playwright install chromium" on a machine that reaches Playwright's download server, or
  - set AKIN_CHROMIUM to the path of an installed one.`;

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a Chromium or Chrome may lie on this system, most likely first. */
function usualPaths() {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) =>
        MACOS_APPS.map((app) => path.join(folder, app)),
      );
    case 'win32':
      return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap((folder) =>
        folder === undefined ? [] : WINDOWS_PROGRAMS.map((program) => path.join(folder, program)),
      );
    default:
      return (process.env['PATH'] ?? '')
        .split(path.delimiter)
        .concat('/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome')
        .flatMap((folder) => COMMANDS.map((command) => path.join(folder, command)));
  }
}

/** The path of an installed Chromium or Chrome, or undefined. A set AKIN_CHROMIUM is the only place looked at. */
export function findBrowser() {
  const chosen = process.env['AKIN_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : undefined;
  return usualPaths().find(isExecutable);
}

/** Chromium refuses to run as root with its sandbox on; tests there, and only tests, run without it. */
export function browserArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Playwright's own browser, once downloaded, where its registry says that it lies. */
async function findPlaywrightBrowser() {
  const { chromium } = await import('@playwright/test');
  const executable = chromium.executablePath();
  return existsSync(executable) ? executable : undefined;
}

function downloadWithPlaywright() {
  const cli = fileURLToPath(new URL('../../node_modules/playwright/cli.js', import.meta.url));
  return spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore' }).status === 0;
}

function isDebianAsRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function installWithApt() {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (/** @type {string[]} */ arguments_) => {
    execFileSync('apt-get', arguments_, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  };
  try {
    run(['update', '-qq']);
    run(['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a browser for the tests: an installed one, else Playwright's download, else the system's package manager
 * where it may be used (root on Debian or Ubuntu). Undefined where none can be had.
 */
export async function findOrInstallBrowser() {
  const installed = findBrowser() ?? (await findPlaywrightBrowser());
  if (installed !== undefined) return installed;
  if (process.env['AKIN_CHROMIUM']) return undefined;
  process.stderr.write("No Chromium or Chrome found; trying Playwright's download.\n");
  if (downloadWithPlaywright()) return findPlaywrightBrowser();
  if (!isDebianAsRoot()) return undefined;
  process.stderr.write('Trying apt-get install chromium.\n');
  return installWithApt() ? findBrowser() : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await findOrInstallBrowser();
  if (browser === undefined) {
    const chosen = process.env['AKIN_CHROMIUM'];
    process.stderr.write(
      chosen ? `AKIN_CHROMIUM names ${chosen}, which is no program that can be run.\n` : `${HOW_TO_INSTALL}\n`,
    );
    process.exitCode = 1;
  } else if (process.argv.includes('--print')) process.stdout.write(`${browser}\n`);
}
