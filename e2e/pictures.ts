// Takes the pictures of the README, over the sample library: node e2e/pictures.ts (after a build)
import { cp, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { browserArguments, findBrowser } from '../src-main/scripts/find-browser.js';
import { hits, searchField } from './akin.ts';
import { startHost, type Host } from './host.ts';

const resources = path.join(import.meta.dirname, '..', 'resources');
const SIZE = { width: 1180, height: 760 };
const NOW = new Date('2025-06-02T10:00:00Z');
const DAY_MS = 24 * 3600 * 1000;
const MAX_BYTES = 200_000;

const PICTURES = [
  { name: 'search', locale: 'en-GB', colorScheme: 'light', query: 'why did the radiators stay cold?' },
  { name: 'dark', locale: 'en-GB', colorScheme: 'dark', query: 'night train to Lisbon' },
  { name: 'persian', locale: 'fa-IR', colorScheme: 'light', query: 'اجاره و گرمایش' },
] as const;

/** The sample library where its path and times are the same on every machine. */
async function layOut(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await cp(path.join(resources, 'sample-library'), folder, { recursive: true });
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  const paths = files.map((file) => path.join(file.parentPath, file.name)).toSorted();
  for (const [index, file] of paths.entries()) {
    const modified = new Date(NOW.getTime() - (1 + index * index) * DAY_MS);
    await utimes(file, modified, modified);
  }
}

async function take(browser: Browser, host: Host, session: string, picture: (typeof PICTURES)[number]): Promise<void> {
  const { name, locale, colorScheme, query } = picture;
  const context = await browser.newContext({ locale, colorScheme, viewport: SIZE, storageState: session, timezoneId: 'UTC' });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.goto(host.origin);
  // The first search wakes what sleeps; the second takes as long as searches do.
  await searchField(page).fill(query);
  await hits(page).first().waitFor();
  await page.waitForTimeout(2_000);
  await searchField(page).fill('');
  await searchField(page).fill(query);
  await hits(page).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-passage]').first().waitFor();
  // Better orders and snippets may be folded in once more.
  await page.waitForTimeout(2_000);
  // WebP takes a third of a PNG; Playwright itself writes none.
  const devtools = await context.newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
  const bytes = Buffer.from(data, 'base64');
  await writeFile(path.join(resources, 'screenshots', `${name}.webp`), bytes);
  await context.close();
  process.stdout.write(`resources/screenshots/${name}.webp: ${bytes.length} bytes\n`);
  if (bytes.length > MAX_BYTES) throw new Error(`${name}.webp is too large for a README`);
}

const folder = path.join(os.tmpdir(), 'ada', 'Documents');
await layOut(folder);
await mkdir(path.join(resources, 'screenshots'), { recursive: true });
const host = await startHost();
const executablePath = findBrowser();
const browser = await chromium.launch({ args: browserArguments(), ...(executablePath === undefined ? {} : { executablePath }) });
try {
  await host.akin('add', folder);
  await host.akin('index');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.startUrl);
  await searchField(page).waitFor();
  const session = path.join(host.home, 'session.json');
  await context.storageState({ path: session });
  await context.close();
  for (const picture of PICTURES) await take(browser, host, session, picture);
} finally {
  await browser.close();
  await host.close();
  await rm(path.dirname(folder), { recursive: true, force: true });
}
