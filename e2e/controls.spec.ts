import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, hits, searchField, statusLine, test } from './akin.ts';
import { LIBRARY_SIZE } from './library.ts';
import { createPdf } from './pdf.ts';

/** Controls that the specs of the views pass by. */
test.use({ viewport: { width: 1180, height: 760 } });

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

test('what is chosen is let go by its button, and the button of actions opens their menu', async ({ searchPage: page }) => {
  await searchField(page).fill('frost');
  await expect(hits(page).first()).toBeVisible();
  await hits(page)
    .first()
    .click({ modifiers: ['Control'] });
  await expect(page.getByText('1 selected')).toBeVisible();
  await button(page, 'Select none').click();
  await expect(page.getByText('1 selected')).toBeHidden();
  await button(page, 'Actions (Ctrl Shift K)').click();
  await expect(page.getByRole('menuitem', { name: 'Export as CSV' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
});

test('where nothing is found, files that could not be read, help, and another file are one press away', async ({
  searchPage: page,
}) => {
  await searchField(page).fill('类型 条款 type:html');
  await expect(page.getByText('Nothing found for')).toBeVisible();
  await button(page, 'How searching works').click();
  await expect(page.getByRole('heading', { name: 'Search', exact: true })).toBeVisible();
  await page.keyboard.press('Control+k');
  await button(page, 'Why is a file not here?').click();
  await page.getByLabel('Name of the file').fill('heating');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /heating-manual\.pdf/ }).click();
  await dialog.getByRole('button', { name: 'Another file' }).click();
  await expect(page.getByLabel('Name of the file')).toHaveValue('');
  await page.keyboard.press('Escape');
  await button(page, 'Show them').click();
  await expect(page.getByRole('heading', { name: '1 file needs attention' })).toBeVisible();
});

test('files are chosen by reason and type, all read again at once, and a folder is kept after all', async ({
  freshHost,
  freshPage: page,
}) => {
  const { files, broken } = LIBRARY_SIZE;
  await freshHost.indexLibrary();
  await expect(statusLine(page)).toContainText(`${files - broken} of ${files} searchable`, { timeout: 60_000 });
  await button(page, 'Library').click();
  const list = page.getByRole('region', { name: 'Files' });
  await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('All files');
  await expect(page.getByRole('heading', { name: `${files} files` })).toBeVisible();
  await page.getByRole('combobox', { name: 'For the reason' }).selectOption('The file is damaged and could not be opened.');
  await expect(page.getByRole('heading', { name: /^1 file(?!s)/ })).toBeVisible();
  await expect(list.getByText('broken.pdf', { exact: true })).toBeVisible();
  await page.getByRole('combobox', { name: 'For the reason' }).selectOption('For any reason');
  await page.getByRole('combobox', { name: 'Of the type' }).selectOption('Web page');
  await expect(page.getByRole('heading', { name: /^1 file(?!s)/ })).toBeVisible();
  await expect(list.getByText('harbour.html', { exact: true })).toBeVisible();
  await page.getByRole('combobox', { name: 'Of the type' }).selectOption('Of any type');

  await freshHost.akin('settings', 'watching.enabled', 'false');
  await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Need attention');
  await expect(page.getByRole('heading', { name: `${broken} file needs attention` })).toBeVisible();
  await writeFile(path.join(freshHost.libraryFolder, 'broken.pdf'), createPdf([['Repaired', 'It is whole again, and says so.']]));
  await button(page, 'Read all again').click();
  await expect(statusLine(page)).toContainText(`${files} of ${files} searchable`, { timeout: 60_000 });

  await button(page, 'Remove Papers').click();
  await button(page, 'Keep it').click();
  await expect(page.getByText('Forget this folder?')).toBeHidden();
  await expect(button(page, 'Files in Papers')).toBeVisible();
});
