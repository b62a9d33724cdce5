import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] });

const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'Results' }).getByRole('option');
const menuOf = (page: Page): Locator => page.getByRole('menu');

async function openMenu(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+K');
  await expect(menuOf(page)).toBeVisible();
}

const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('facets count what matches, and each choice is an operator and a chip', async ({ searchPage: page }) => {
  await searchField(page).fill('frost');
  await expect(hits(page).first()).toBeVisible();
  await page.getByRole('button', { name: '+ Filter' }).click();
  const panel = page.getByRole('dialog', { name: 'Filters' });
  await expect(panel.getByRole('group', { name: 'Language' })).toBeVisible();
  await keepPicture(page, 'search-facets');
  await panel.getByRole('button', { name: /^PDF/ }).click();
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page).first()).toContainText('heating-manual.pdf');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.getByRole('button', { name: 'Remove the filter type:pdf' }).click();
  await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
});

test('a typed operator is completed by keys, and Backspace at the start takes it back', async ({ searchPage: page }) => {
  await searchField(page).fill('lang:f');
  await expect(page.getByRole('option', { name: /lang:fa/ })).toContainText('Persian');
  await keepPicture(page, 'search-completion');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove the filter lang:fa' })).toBeVisible();
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page).first()).toContainText('اتاق کار در خانه');
  await page.keyboard.press('Backspace');
  await expect(page.getByText('Type what you remember')).toBeVisible();
});

test('the order can be chosen, and all that matches follows it', async ({ searchPage: page }) => {
  await searchField(page).fill('type:markdown ');
  await expect.poll(() => hits(page).count()).toBe(5);
  await page.getByRole('button', { name: 'Order: By relevance' }).click();
  await page.getByRole('menuitemradio', { name: 'By name' }).click();
  const names = async (): Promise<string[]> =>
    (await hits(page).getByRole('heading').allTextContents()).map((name) => name.trim());
  await expect.poll(async () => (await names())[0]).toContain('The room at home');
  await page.getByRole('button', { name: 'Order: By name' }).click();
  await page.getByRole('menuitemradio', { name: 'Largest first' }).click();
  await expect.poll(async () => (await names())[0]).toContain('The room at home');
});

test('why a result is here is told on demand, with lists, ranks and the weights of words', async ({ searchPage: page }) => {
  await searchField(page).fill('circulation pump');
  await expect(hits(page).first()).toContainText('heating-manual.pdf');
  await hits(page).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Why this?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Why is this here?' });
  await expect(dialog).toContainText('rank 1');
  await expect(dialog).toContainText('All your words stand in it.');
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await keepPicture(page, 'search-why');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(searchField(page)).toBeFocused();
});

test('values of filters are completed from the library, with how many documents have them', async ({ searchPage: page }) => {
  const offer = (name: RegExp): Locator => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option', { name });
  for (const [typed, offered] of [
    ['tag:ta', /tag:taxes 1/],
    ['ext:p', /ext:pdf 2/],
    ['type:p', /type:pdf PDF 2/],
    ['lang:f', /lang:fa Persian 1/],
    ['name:harb', /name:harbour\.html/],
    ['folder:not', /folder:".*Notes"/],
  ] as const) {
    await searchField(page).fill(typed);
    await expect(offer(offered)).toBeVisible();
  }
  await keepPicture(page, 'search-completion-folder');
  await searchField(page).fill('tag:ta');
  await expect(offer(/tag:taxes/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove the filter tag:taxes' })).toBeVisible();
  await expect(hits(page)).toHaveCount(1);
});

test('where nothing is found, each change that finds something is one press away', async ({ searchPage: page }) => {
  const way = (name: string | RegExp): Locator => page.getByRole('button', { name });
  await searchField(page).fill('type:html ext:html pump');
  await expect(page.getByText('Nothing found for')).toBeVisible();
  await expect(way('Search without any filter')).toBeVisible();
  await expect(way('Search without type:html')).toBeHidden();
  const clear = (): Promise<void> => page.getByRole('button', { name: 'Clear the search' }).click();
  await clear();
  await searchField(page).fill('type:html lang:en pump');
  await expect(way('Search without type:html')).toBeVisible();
  await keepPicture(page, 'search-none-ways');
  await way('Search without type:html').click();
  await expect(hits(page).first()).toContainText('heating-manual.pdf');
  await expect(page.getByRole('button', { name: 'Remove the filter lang:en' })).toBeVisible();

  await clear();
  await searchField(page).fill('+lihgthouse');
  await way('Search instead for “lighthouse”').click();
  await expect(hits(page).first()).toContainText('Harbour timetable');

  await clear();
  await searchField(page).fill('folder:"/no/such/place" ferry ');
  await expect(page.getByText('The folder /no/such/place is not in the library.')).toBeVisible();
  await page.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByText('There is no such folder, or it cannot be opened.')).toBeVisible();
  await way('Search without folder:"/no/such/place"').click();
  await expect(hits(page).first()).toContainText('Harbour timetable');
});

test('a slip beside words that tell nothing is corrected, said, and taken back with one press', async ({ searchPage: page }) => {
  await searchField(page).fill('the lihgthouse');
  await expect(page.getByText('Searched for “the lighthouse” instead')).toBeVisible();
  await expect(hits(page).first()).toContainText('Harbour timetable');
  await keepPicture(page, 'search-corrected');
  await page.getByRole('button', { name: 'Search for it as it was typed' }).click();
  await expect(searchField(page)).toHaveValue('the "lihgthouse"');
  await expect(page.getByText('Searched for “the lighthouse” instead')).toBeHidden();
});

test('why a file is not here is told, and one click helps', async ({ searchPage: page }) => {
  await searchField(page).fill('type:html pump');
  await expect(page.getByText('Nothing found for')).toBeVisible();
  await keepPicture(page, 'search-none-filters');
  await page.getByRole('button', { name: 'Why is a file not here?' }).click();
  await page.getByLabel('Name of the file').fill('heating');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /heating-manual\.pdf/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText('It is left out by type:html.');
  await keepPicture(page, 'search-why-not');
  await page.getByRole('button', { name: 'Search without filters' }).last().click();
  await expect(hits(page).first()).toContainText('heating-manual.pdf');
});

test('a word that nothing has is corrected, and said to be', async ({ searchPage: page }) => {
  await searchField(page).fill('circulatoin ');
  await expect(page.getByText('Searched for “circulation” instead')).toBeVisible();
  await expect(hits(page).first()).toContainText('heating-manual.pdf');
});

test('results are chosen by keys and pointer, copied and exported', async ({ searchPage: page, indexed }) => {
  const folder = indexed.host.libraryFolder;
  await searchField(page).fill('frost');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
  await openMenu(page);
  await keepPicture(page, 'search-menu');
  await page.getByRole('menuitem', { name: 'Copy path' }).click();
  const [only] = [await copied(page)];
  expect(only?.startsWith(folder)).toBe(true);

  await hits(page)
    .nth(0)
    .click({ modifiers: ['Control'] });
  await hits(page)
    .nth(1)
    .click({ modifiers: ['Control'] });
  await expect(page.getByText('2 selected')).toBeVisible();
  await keepPicture(page, 'search-selection');
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Copy as Markdown link' }).click();
  await expect
    .poll(async () => (await copied(page)).split('\n').every((line) => /^\[.+\]\(file:\/\/\/.+\)$/.test(line)))
    .toBe(true);
  expect((await copied(page)).split('\n')).toHaveLength(2);

  await openMenu(page);
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as JSON' }).click();
  const saved: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(saved).toMatchObject({ query: 'frost', results: [{}, {}] });
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 selected')).toBeHidden();
  await expect(rows(page).and(page.locator('[aria-selected="true"]'))).toHaveCount(1);
});

test('a search that one acted on is offered again, a saved one is kept, and each can be forgotten', async ({
  freshHost,
  freshPage: page,
}) => {
  await mkdir(path.join(freshHost.libraryFolder, 'Notes', '.obsidian'));
  await writeFile(path.join(freshHost.libraryFolder, 'Notes', 'vault note.md'), '# Anchors\n\nThe anchor lies in the shed.\n');
  await freshHost.indexLibrary();
  await expect(statusLine(page)).toContainText('8 of 9 searchable', { timeout: 60_000 });
  await searchField(page).fill('anchor shed');
  await expect(hits(page).first()).toContainText('Anchors');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.getByRole('button', { name: 'Remove this saved search' })).toBeVisible();
  await openMenuAt(page);
  await page.getByRole('menuitem', { name: 'Copy Obsidian link' }).click();
  await expect.poll(() => copied(page)).toBe('obsidian://open?vault=Notes&file=vault%20note');

  await page.getByRole('button', { name: 'Clear the search' }).click();
  const offers = page.getByRole('listbox', { name: 'Suggestions' });
  await expect(offers.getByRole('group', { name: 'Saved searches' })).toContainText('anchor shed');
  await expect(offers.getByRole('group', { name: 'Recent searches' })).toContainText('anchor shed');
  await expect(offers.getByRole('group', { name: 'Opened lately' })).toContainText('Anchors');
  await keepPicture(page, 'search-start-offers');
  await searchField(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toHaveValue('anchor shed');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(offers.getByRole('group', { name: 'Saved searches' })).toBeHidden();
  await page.keyboard.press('Delete');
  await expect(offers.getByRole('group', { name: 'Recent searches' })).toBeHidden();
  await expect(offers.getByRole('group', { name: 'Opened lately' })).toContainText('Anchors');
});

test('a saved search is asked again with its filters, its order and what it looked at', async ({
  freshHost,
  freshPage: page,
}) => {
  await freshHost.indexLibrary();
  await expect(statusLine(page)).toContainText('7 of 8 searchable', { timeout: 60_000 });
  await searchField(page).fill('type:markdown frost');
  await expect(hits(page).first()).toBeVisible();
  await page.getByRole('button', { name: /^Order: / }).click();
  await page.getByRole('menuitemradio', { name: 'By relevance, newer a little first' }).click();
  await page.getByRole('button', { name: '+ Filter' }).click();
  await page.getByRole('radio', { name: 'Words alone' }).check();
  await keepPicture(page, 'search-mode');
  await page.keyboard.press('Escape');
  // The other notes on frost are there by their meaning alone.
  await expect(hits(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.getByRole('button', { name: 'Remove this saved search' })).toBeVisible();

  await page.reload();
  await expect(statusLine(page)).toContainText('searchable');
  const offers = page.getByRole('listbox', { name: 'Suggestions' });
  await offers.getByRole('option', { name: 'type:markdown frost' }).first().click();
  await expect(page.getByRole('button', { name: 'Remove the filter type:markdown' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Order: By relevance, newer a little first' })).toBeVisible();
  await expect(hits(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Look at everything again' }).click();
  await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
});

test('a search that could not be kept says why, until that is read', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await expect(statusLine(page)).toContainText('7 of 8 searchable', { timeout: 60_000 });
  await searchField(page).fill('frost');
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.getByRole('button', { name: 'Remove this saved search' })).toBeVisible();
  await searchField(page).fill('FROST');
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.getByRole('alert')).toContainText('This was not kept. Another saved search has this name.');
  await keepPicture(page, 'search-not-kept');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveText('');
});

async function openMenuAt(page: Page): Promise<void> {
  await hits(page).first().click({ button: 'right' });
  await expect(menuOf(page)).toBeVisible();
}
