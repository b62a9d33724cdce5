import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rename, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { expect, hits, searchField, statusLine, test } from './akin.ts';
import { startHost, type Host } from './host.ts';
import { LIBRARY_SIZE } from './library.ts';
import { lookAt } from './look.ts';
import { LANGUAGES, type Language, type Words } from './words.ts';

const { files, broken } = LIBRARY_SIZE;
const PATIENCE = { timeout: 60_000 };

/** Shows a state that the engine is in to a page of each language, and looks at it there. */
async function lookInEachLanguage(
  page: Page,
  host: Host,
  name: string,
  arrange: (page: Page, words: Words) => Promise<void>,
): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page belongs to no browser');
  const session = await page.context().storageState();
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    const words = LANGUAGES[language];
    const context = await browser.newContext({ locale: words.locale, storageState: session });
    const shown = await context.newPage();
    await shown.goto(host.origin);
    await arrange(shown, words);
    await lookAt(shown, name);
    await context.close();
  }
}

const openLibrary = async (page: Page, { library }: Words): Promise<void> => {
  await page.getByRole('button', { name: library, exact: true }).click();
  await expect(page.locator('#library-title')).toBeVisible();
};

/** Whether this machine lets a test mount something; the states of a disk and a battery are caused so. */
const canMount = ((): boolean => {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'akin-mount-'));
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
})();

test('while reading is paused the page says so, and a search without results says what is still to come', async ({
  freshHost,
  freshPage: page,
}) => {
  await freshHost.indexLibrary();
  await freshHost.akin('pause');
  await writeFile(path.join(freshHost.libraryFolder, 'late.md'), '# Late\n\nThe zeppelin was late.\n');
  await expect(statusLine(page)).toContainText('reading is paused', PATIENCE);
  await expect(statusLine(page)).toContainText(`${files - broken} of ${files + 1} searchable`, PATIENCE);
  await lookInEachLanguage(page, freshHost, 'state-paused', openLibrary);
  await lookInEachLanguage(page, freshHost, 'state-none-still-reading', async (shown) => {
    await searchField(shown).fill('+zeppelin');
    await expect(shown.locator('main button.link').first()).toBeVisible();
  });
  await freshHost.akin('resume');
  await expect(statusLine(page)).toContainText(`${files - broken + 1} of ${files + 1} searchable`, PATIENCE);
  await searchField(page).fill('zeppelin');
  await expect(hits(page).first()).toContainText('Late', PATIENCE);
});

test('a folder that is away is said to be, in the library and while its document is open', async ({
  freshHost,
  freshPage: page,
}) => {
  await freshHost.indexLibrary();
  const away = `${freshHost.libraryFolder}-away`;
  await rename(freshHost.libraryFolder, away);
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('button', { name: 'Check for changes', exact: true }).click();
  await expect(page.getByText('It is not there now; what was read is kept.')).toBeVisible(PATIENCE);
  await lookInEachLanguage(page, freshHost, 'state-folder-missing', openLibrary);
  await lookInEachLanguage(page, freshHost, 'state-file-missing', async (shown) => {
    await searchField(shown).fill('rent heating insurance');
    await hits(shown).first().click();
    await expect(shown.locator('[data-passage]').first()).toBeInViewport();
  });
  await rename(away, freshHost.libraryFolder);
});

test('without anything read the search says that there is nothing yet', async ({ freshHost, freshPage: page }) => {
  await rm(freshHost.libraryFolder, { recursive: true });
  await mkdir(freshHost.libraryFolder);
  await freshHost.akin('add', freshHost.libraryFolder);
  await expect(searchField(page)).toBeVisible(PATIENCE);
  await lookInEachLanguage(page, freshHost, 'state-nothing-indexed', async (shown) => {
    await searchField(shown).fill('lighthouse');
    await expect(shown.locator('main button.link').first()).toBeVisible();
  });
});

test('while the engine is away the page says so, and what was found stays', async ({ freshHost, freshPage: page, browser }) => {
  await freshHost.indexLibrary();
  const session = await page.context().storageState();
  const pages: Page[] = [];
  for (const { locale } of Object.values(LANGUAGES)) {
    const shown = await (await browser.newContext({ locale, storageState: session })).newPage();
    await shown.goto(freshHost.origin);
    await searchField(shown).fill('frost');
    await expect(hits(shown).first()).toBeVisible();
    pages.push(shown);
  }
  process.kill(await freshHost.enginePid(), 'SIGKILL');
  // Whoever holds the lock keeps another engine from starting, for as long as one looks.
  const lock = new DatabaseSync(path.join(freshHost.dataFolder, 'engine.lock'), { timeout: 1_000 });
  lock.exec('BEGIN EXCLUSIVE');
  try {
    for (const shown of pages) {
      await expect(shown.locator('footer .trouble')).toBeVisible();
      await searchField(shown).fill('frost blossom');
      await expect(hits(shown).first()).toBeVisible();
      await lookAt(shown, 'state-engine-restarting');
    }
  } finally {
    lock.close();
  }
  for (const shown of pages) {
    await expect(shown.locator('footer .trouble')).toBeHidden({ timeout: 60_000 });
    await expect.poll(() => hits(shown).first().textContent()).toContain('Orchard diary');
    await shown.context().close();
  }
});

test.describe('where a test may mount', () => {
  test.skip(!canMount, 'this machine lets no test mount a disk');

  test('on battery reading waits where that was chosen, and the page says for what', async ({ page }) => {
    const battery = [
      'set -e',
      'folder=/sys/class/power_supply',
      'mount -t tmpfs tmpfs $folder',
      'mkdir $folder/BAT0',
      'echo Battery > $folder/BAT0/type; echo Discharging > $folder/BAT0/status; echo 61 > $folder/BAT0/capacity',
      'exec "$@"',
    ].join('\n');
    const host = await startHost({ within: ['unshare', '-m', 'sh', '-c', battery, 'sh'] });
    try {
      await page.goto(host.startUrl);
      await host.akin('settings', 'indexing.onBattery', 'full');
      await host.indexLibrary();
      await host.akin('settings', 'indexing.onBattery', 'pause');
      await writeFile(path.join(host.libraryFolder, 'late.md'), '# Late\n\nThe zeppelin was late.\n');
      await expect(statusLine(page)).toContainText('reading waits for mains power', PATIENCE);
      await lookInEachLanguage(page, host, 'state-on-battery', openLibrary);
      await host.akin('settings', 'indexing.onBattery', 'full');
      await expect(statusLine(page)).toContainText(`${files - broken + 1} of ${files + 1} searchable`, PATIENCE);
      await page.close();
    } finally {
      await host.close();
    }
  });

  test('on a full disk the page says what to do, searches on, and goes on by itself once there is room', async ({ page }) => {
    const disk = await mkdtemp(path.join(os.tmpdir(), 'akin-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
    const host = await startHost({ dataFolder: path.join(disk, 'home') });
    try {
      await page.goto(host.startUrl);
      await host.indexLibrary();
      // What the index tidies up meanwhile makes room again.
      let times = 0;
      await expect(async () => {
        const { bavail, bsize } = await statfs(disk);
        await appendFile(path.join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 256 * 1024)));
        await writeFile(path.join(host.libraryFolder, 'late.md'), `# Late\n\nThe zeppelin was late ${++times} times.\n`);
        await expect(statusLine(page)).toContainText('The disk is full. Free some space, and reading goes on.', {
          timeout: 5_000,
        });
      }).toPass(PATIENCE);
      await lookInEachLanguage(page, host, 'state-disk-full', openLibrary);
      await searchField(page).fill('lighthouse');
      await expect(hits(page).first()).toContainText('Harbour timetable');
      await rm(path.join(disk, 'ballast'));
      await expect(statusLine(page)).not.toContainText('The disk is full', PATIENCE);
      await expect(async () => {
        await searchField(page).fill('');
        await searchField(page).fill('zeppelin');
        await expect(hits(page).first()).toContainText(`late ${times} times`, { timeout: 2_000 });
      }).toPass(PATIENCE);
      await expect(statusLine(page)).toContainText(`${files - broken + 1} of ${files + 1} searchable`, PATIENCE);
      await page.close();
    } finally {
      await host.close();
      execFileSync('umount', ['-l', disk]);
      await rm(disk, { recursive: true });
    }
  });
});
