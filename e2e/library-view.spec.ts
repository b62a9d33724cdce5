import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';
import { LIBRARY_SIZE } from './library.ts';

test.use({ viewport: { width: 1180, height: 760 } });

const { files, broken } = LIBRARY_SIZE;
const rowOf = (page: Page, name: string): Locator => page.getByRole('listitem').filter({ hasText: name });
const filesList = (page: Page): Locator => page.getByRole('region', { name: 'Files' });

async function openLibrary(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Library', exact: true })).toBeVisible();
}

test.describe('with the library read', () => {
  test.beforeEach(async ({ freshHost, freshPage: page }) => {
    await freshHost.indexLibrary();
    await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`, { timeout: 30_000 });
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
});
