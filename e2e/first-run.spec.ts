import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';
import { LIBRARY_SIZE } from './library.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test('a folder added by its path is read to the end, and files that could not be read are named', async ({
  freshHost,
  freshPage: page,
}) => {
  await expect(page.getByRole('heading', { name: 'What should Akin read?' })).toBeVisible();
  await keepPicture(page, 'first-run');
  expect(page.url()).not.toContain('token');

  const field = page.getByLabel('Path of a folder');
  await field.fill(`${freshHost.libraryFolder}/not-there`);
  await field.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('There is no such folder, or it cannot be opened. Check the path.');
  await keepPicture(page, 'first-run-wrong-path');

  await field.fill(freshHost.libraryFolder);
  await field.press('Enter');
  await expect(searchField(page)).toBeVisible();
  const { files, broken } = LIBRARY_SIZE;
  await expect(statusLine(page)).toHaveText(`${files - broken} of ${files} searchable ${broken} needs attention`, {
    timeout: 60_000,
  });

  await page.getByRole('button', { name: `${broken} needs attention` }).click();
  const problem = page.getByRole('listitem').filter({ hasText: 'broken.pdf' });
  await expect(problem).toContainText('Could not be read: The file is damaged and could not be opened.');
  await expect(page.getByRole('listitem').filter({ hasText: 'Papers' }).first()).toContainText(`${files} files`);
  await keepPicture(page, 'library');
});

test('words can be found while the rest is still being read', async ({ freshHost, freshPage: page }) => {
  await page.getByLabel('Path of a folder').fill(freshHost.libraryFolder);
  await page.getByRole('button', { name: 'Add folder' }).click();
  await searchField(page).fill('lighthouse');
  await expect(hits(page).first()).toContainText('Harbour timetable', { timeout: 60_000 });
});

test('a folder taken out of the library leaves nothing findable', async ({ freshHost, freshPage: page }) => {
  await page.getByLabel('Path of a folder').fill(freshHost.libraryFolder);
  await page.getByRole('button', { name: 'Add folder' }).click();
  await searchField(page).fill('lighthouse');
  await expect(hits(page).first()).toContainText('Harbour timetable', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Library' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await keepPicture(page, 'library-remove');
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(page.getByText('No folder yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What should Akin read?' })).toBeVisible();
});

test('where nothing is found the page says what may be the reason', async ({ freshHost, freshPage: page }) => {
  const empty = path.join(freshHost.libraryFolder, 'Empty');
  await mkdir(empty);
  await page.getByLabel('Path of a folder').fill(empty);
  await page.getByRole('button', { name: 'Add folder' }).click();
  await searchField(page).fill('lighthouse');
  await expect(page.getByText('Nothing found for “lighthouse”.')).toBeVisible();
  await keepPicture(page, 'no-results');
  await page.getByRole('button', { name: 'Open the library' }).click();
  await expect(page.getByText('Nothing has been read yet.')).toBeVisible();
});
