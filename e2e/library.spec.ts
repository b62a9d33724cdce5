import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, keepPicture, statusLine, test } from './akin.ts';
import { LIBRARY_SIZE } from './library.ts';
import { createPdf } from './pdf.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test.beforeEach(async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  const { files, broken } = LIBRARY_SIZE;
  await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Library' }).click();
});

test('a broken file tells its reason and what to do, and is read once it is repaired', async ({ freshHost, freshPage: page }) => {
  const row = page.getByRole('listitem').filter({ hasText: 'broken.pdf' });
  await expect(row).toContainText('Could not be read: The file is damaged and could not be opened. Save it anew');
  await keepPicture(page, 'library-broken');
  const again = page.getByRole('button', { name: 'Read again: broken.pdf' });
  await again.focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Could not be read');

  await writeFile(path.join(freshHost.libraryFolder, 'broken.pdf'), createPdf([['A letter', 'The roof was repaired in May.']]));
  await again.click({ timeout: 5_000 }).catch(() => undefined);
  await expect(page.getByText('Every file could be read.')).toBeVisible({ timeout: 60_000 });
  await expect(statusLine(page)).toContainText(`${LIBRARY_SIZE.files} of ${LIBRARY_SIZE.files} searchable`);
});

test('files are chosen by where they stand, with the keyboard alone', async ({ freshPage: page }) => {
  const show = page.getByRole('combobox', { name: 'Show', exact: true });
  await show.focus();
  await show.selectOption('Searchable');
  await expect(page.getByRole('heading', { name: /files are searchable/ })).toBeVisible();
  await expect(page.getByText('heating-manual.pdf', { exact: true })).toBeVisible();
  await expect(page.getByText('broken.pdf', { exact: true })).toBeHidden();
  await show.selectOption('All files');
  await expect(page.getByText('broken.pdf', { exact: true })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, 'library-all-dark');
});
