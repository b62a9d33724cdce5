import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, hits, keepPicture, statusLine, test } from './akin.ts';
import { LIBRARY_SIZE } from './library.ts';

test.use({ viewport: { width: 1180, height: 760 } });

const { files, broken } = LIBRARY_SIZE;
const rowOf = (page: Page, name: string): Locator => page.getByRole('listitem').filter({ hasText: name });
const searchField = (page: Page): Locator => page.getByRole('combobox', { name: 'Search your files' });
const filesList = (page: Page): Locator => page.getByRole('region', { name: 'Files' });

async function openLibrary(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Library', exact: true })).toBeVisible();
}

test.describe('with the library read', () => {
  test.beforeEach(async ({ freshHost, freshPage: page }) => {
    await freshHost.indexLibrary();
    await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`, { timeout: 60_000 });
  });

  test('a folder opens to the folders in it, each with its count, and chooses the files that are listed', async ({
    freshPage: page,
  }) => {
    await openLibrary(page);
    await page.getByRole('button', { name: 'Folders in Papers' }).click();
    const notes = rowOf(page, 'Notes').last();
    await expect(notes).toContainText('5 files');
    await page.getByRole('button', { name: 'Folders in Notes' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Folders in یادداشت‌ها' })).toBeVisible();
    await page.getByRole('button', { name: 'Files in Notes' }).click();
    await expect(page.getByRole('heading', { name: '5 files' })).toBeVisible();
    await expect(filesList(page).getByText('recipes.md', { exact: true })).toBeVisible();
    await expect(filesList(page).getByText('broken.pdf', { exact: true })).toBeHidden();
    await keepPicture(page, 'library-tree');
    await page.getByRole('button', { name: 'Show files of all folders' }).click();
    await expect(page.getByRole('heading', { name: `${files} files` })).toBeVisible();
  });

  test('the status line leads to all files that need attention, whatever was listed before', async ({ freshPage: page }) => {
    await openLibrary(page);
    await page.getByRole('button', { name: 'Folders in Papers' }).click();
    await page.getByRole('button', { name: 'Files in Notes' }).click();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('button', { name: `${broken} needs attention` }).click();
    await expect(page.getByRole('heading', { name: '1 file needs attention' })).toBeVisible();
    await expect(filesList(page).getByText('broken.pdf', { exact: true })).toBeVisible();
  });

  test('one folder is compared with the disk where its changes go unnoticed, and types are told in words', async ({
    freshHost,
    freshPage: page,
  }) => {
    await openLibrary(page);
    await page.getByRole('button', { name: 'Files in Papers' }).click();
    const types = page.getByRole('combobox', { name: 'Of the type' });
    await expect(types.getByRole('option')).toContainText(['Markdown note', 'PDF', 'Web page']);
    await freshHost.akin('settings', 'watching.enabled', 'false');
    await writeFile(path.join(freshHost.libraryFolder, 'weather.md'), 'Hail is forecast for the vineyards.\n');
    await page.getByRole('button', { name: 'Check for changes (in Papers)' }).click();
    await expect(page.getByRole('heading', { name: `${files + 1} files` })).toBeVisible();
    await keepPicture(page, 'library-check-folder');
  });

  test('what is left out is previewed while it is typed, checked line by line, and gone from search once it is saved', async ({
    freshPage: page,
  }) => {
    await openLibrary(page);
    await page.getByRole('button', { name: 'Leave out… (of Papers)' }).click();
    const patterns = page.getByRole('textbox', { name: 'Patterns' });
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await expect(save).toBeDisabled();
    await patterns.fill('*.html\n[open');
    await expect(page.getByText('Line 2 is no pattern: [open')).toBeVisible();
    await expect(save).toBeDisabled();
    await keepPicture(page, 'library-rules-invalid');
    await patterns.fill('Notes/');
    await expect(page.getByText('5 files would be left out.')).toBeVisible();
    const hidden = page.getByRole('list', { name: '5 files would be left out.' });
    await expect(hidden.getByRole('listitem')).toHaveCount(5);
    await expect(hidden).toContainText('home-office.md');
    await keepPicture(page, 'library-rules');
    await patterns.fill('recipes.md');
    await expect(page.getByText('1 file would be left out.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(patterns).toHaveValue('recipes.md');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(patterns).toBeHidden();

    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await searchField(page).fill('cider press');
    await expect(hits(page).filter({ hasText: 'Orchard diary' })).toHaveCount(1);
    await openLibrary(page);
    await page.getByRole('button', { name: 'Leave out… (of Papers)' }).click();
    await expect(patterns).toHaveValue('');
    await patterns.fill('Notes/');
    await expect(page.getByText('5 files would be left out.')).toBeVisible();
    await save.click();
    await expect(statusLine(page)).toContainText(`${files - broken - 5} of ${files - 5} searchable`);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await searchField(page).fill('cider');
    await searchField(page).fill('cider press');
    await expect(hits(page).filter({ hasText: 'Orchard diary' })).toHaveCount(0);

    await openLibrary(page);
    await page.getByRole('button', { name: 'What is left out' }).click();
    await page.getByRole('combobox', { name: 'Holds for' }).selectOption('Papers');
    await expect(patterns).toHaveValue('Notes/');
    await patterns.fill('');
    await expect(page.getByText('5 files would be brought back.')).toBeVisible();
    await save.click();
    await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`, { timeout: 60_000 });
  });

  test('what is left out from the start is taken back by a switch', async ({ freshHost, freshPage: page }) => {
    const cache = path.join(freshHost.libraryFolder, 'Caches');
    await mkdir(cache);
    await writeFile(path.join(cache, 'weather.md'), 'Hail is forecast for the vineyards.\n');
    await openLibrary(page);
    await page.getByRole('button', { name: 'What is left out' }).click();
    const caches = page.getByRole('checkbox', { name: 'Caches/' });
    await expect(caches).toBeChecked();
    await caches.uncheck();
    await expect(page.getByRole('textbox', { name: 'Patterns' })).toHaveValue('!Caches/\n');
    await expect(page.getByText('1 file would be brought back.')).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(statusLine(page)).toContainText(`${files - broken + 1} of ${files + 1} searchable`, { timeout: 60_000 });
  });

  test('reading is paused for a time, said in words, and goes on', async ({ freshHost, freshPage: page }) => {
    await openLibrary(page);
    await page.getByRole('combobox', { name: 'How long' }).selectOption('for an hour');
    await page.getByRole('button', { name: 'Pause reading' }).click();
    // In the last hour of a day the sentence names the next one.
    await expect(page.getByText(/^Reading is paused until .*\d/)).toBeVisible();
    await writeFile(path.join(freshHost.libraryFolder, 'late.md'), 'The lock of the barn was oiled.\n');
    await expect(page.getByText(`${files - broken} of ${files + 1} searchable · 1 waiting`)).toBeVisible({ timeout: 60_000 });
    await keepPicture(page, 'library-paused');
    await page.getByRole('button', { name: 'Go on reading' }).click();
    await expect(page.getByText('Nothing is waiting to be read.')).toBeVisible({ timeout: 60_000 });
    await expect(statusLine(page)).toContainText(`${files - broken + 1} of ${files + 1} searchable`);
  });

  test('the status is saved as JSON with every file that needs attention', async ({ freshHost, freshPage: page }) => {
    await openLibrary(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the status as JSON' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^akin-status-\d{4}-\d\d-\d\d\.json$/);
    const status: unknown = JSON.parse(await readFile(await file.path(), 'utf8'));
    expect(status).toMatchObject({
      coverage: { total: files, searchable: files - broken, attention: broken },
      folders: [{ path: freshHost.libraryFolder }],
      attention: [{ path: path.join(freshHost.libraryFolder, 'broken.pdf'), state: 'failed', reason: 'corrupt' }],
    });
  });

  test('the index tells its size, and is built anew while search goes on', async ({ freshPage: page }) => {
    await openLibrary(page);
    await expect(page.getByText(/on disk · \d+ passages · \d+ found by meaning, too/)).toBeVisible();
    await page.getByRole('button', { name: 'Rebuild' }).click();
    await keepPicture(page, 'library-rebuild');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.getByRole('button', { name: 'Rebuild' }).click();
    await page.getByRole('button', { name: 'Read all anew' }).click();
    await expect(page.getByText(/^(Reading: \d+ files? (is|are) left|All is found by its words)/)).toBeVisible();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await searchField(page).fill('lighthouse');
    await expect(hits(page).first()).toContainText('Harbour timetable');
    await openLibrary(page);
    await expect(page.getByText('Nothing is waiting to be read.')).toBeVisible({ timeout: 60_000 });
    await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`);
  });

  test('a folder that is away says so, keeps what was read, and is looked for at a press', async ({
    freshHost,
    freshPage: page,
  }) => {
    await openLibrary(page);
    const elsewhere = `${freshHost.libraryFolder}-moved`;
    await rename(freshHost.libraryFolder, elsewhere);
    await page.getByRole('button', { name: 'Check for changes', exact: true }).click();
    await expect(page.getByText('It is not there now; what was read is kept.')).toBeVisible({ timeout: 60_000 });
    await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`);
    await keepPicture(page, 'library-folder-missing');
    await rename(elsewhere, freshHost.libraryFolder);
    await page
      .getByRole('button', { name: 'Look again' })
      .click({ timeout: 5_000 })
      .catch(() => undefined);
    await expect(page.getByText('It is not there now; what was read is kept.')).toBeHidden({ timeout: 60_000 });
  });

  test('a text in doubtful letters is read anew in the encoding that is chosen', async ({ freshHost, freshPage: page }) => {
    // Too few letters of windows-1250 for certainty.
    const bytes = Buffer.from([0xe8, 0x20, 0xb9, 0xe8, 0xbe]);
    await writeFile(path.join(freshHost.libraryFolder, 'letter.txt'), bytes);
    await openLibrary(page);
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('All files');
    const choose = page.getByRole('button', { name: 'Choose encoding of letter.txt' });
    await choose.click({ timeout: 60_000 });
    const row = filesList(page).getByRole('listitem').filter({ hasText: 'letter.txt' });
    await expect(row).toContainText(/Read as \S+, it begins:/);
    await row.getByRole('combobox', { name: 'Encoding' }).selectOption('windows-1250');
    await keepPicture(page, 'library-encoding');
    await row.getByRole('button', { name: 'Read it so' }).click();
    await expect(choose).toBeHidden({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await searchField(page).fill('ąčľ');
    await expect(hits(page).first()).toContainText('letter');
  });

  test('where a setting is the remedy, a button leads to it', async ({ freshHost, freshPage: page }) => {
    await writeFile(path.join(freshHost.libraryFolder, 'strange.xyz'), 'of no known format');
    await openLibrary(page);
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('By name alone');
    const row = filesList(page).getByRole('listitem').filter({ hasText: 'strange.xyz' });
    await expect(row).toContainText('If it is text, add its extension in the settings.', { timeout: 60_000 });
    await row.getByRole('button', { name: 'Open the settings' }).click();
    await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  });
});
