import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, hits, keepPicture, marksIn, searchField, test } from './akin.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test('a file is found by an abbreviation of its name, whatever it is, and a folder by its name', async ({
  freshHost,
  freshPage: page,
}) => {
  const folder = path.join(freshHost.libraryFolder, 'Quarterly figures');
  await mkdir(folder);
  await writeFile(path.join(folder, 'Quarterly report 2025.xlsx'), '');
  await page.getByLabel('Path of a folder').fill(freshHost.libraryFolder);
  await page.getByRole('button', { name: 'Add folder' }).click();
  // While the other files are still being read.
  await searchField(page).fill('qrep25');
  const hit = hits(page).first();
  await expect(hit).toContainText('Quarterly report 2025.xlsx');
  await expect(hit).toContainText('Papers / Quarterly figures');
  expect(await marksIn(hit)).toEqual(['Q', 'rep', '25']);

  await searchField(page).fill('quarterly');
  const folders = page.getByRole('list', { name: 'Folders' });
  await expect(folders).toContainText('Quarterly figures');
  expect(await marksIn(folders)).toEqual(['Quarterly']);
  await expect(hits(page).first()).toContainText('Quarterly report 2025.xlsx');
  await keepPicture(page, 'search-names');
});
