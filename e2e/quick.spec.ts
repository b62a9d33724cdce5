import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { test as base, expect, keepPicture, marksIn, reader, searchField } from './akin.ts';
import { startHost, type Host } from './host.ts';

const SAMPLE_LIBRARY = path.join(import.meta.dirname, '..', 'resources', 'sample-library');

type Cookies = Awaited<ReturnType<import('@playwright/test').BrowserContext['cookies']>>;
type TestFixtures = {
  /** The quick panel of a host with a desktop and the sample library. Tests that share it must not change the library. */
  readonly panel: Page;
  /** The panel of a host of this test's own. */
  readonly ownPanel: { readonly page: Page; readonly host: Host };
};

const test = base.extend<TestFixtures, { readonly samples: { readonly host: Host; readonly cookies: Cookies } }>({
  samples: [
    async ({ browser }, use) => {
      const host = await startHost({ hasDesktop: true });
      await host.akin('add', SAMPLE_LIBRARY);
      await host.akin('index');
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(quickAddress(host));
      await expect(field(page)).toBeFocused();
      await expect.poll(async () => (await context.cookies()).length).toBe(1);
      await use({ host, cookies: await context.cookies() });
      await context.close();
      await host.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  panel: async ({ page, context, samples }, use) => {
    await context.addCookies(samples.cookies);
    await page.goto(`${samples.host.origin}/quick`);
    await expect(field(page)).toBeFocused();
    await use(page);
  },
  ownPanel: async ({ page }, use) => {
    const host = await startHost({ hasDesktop: true });
    await page.goto(quickAddress(host));
    await expect(field(page)).toBeFocused();
    await use({ page, host });
    // Before its host goes: a page without one complains, and rightly.
    await page.close();
    await host.close();
  },
});

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] });
test.skip(process.platform !== 'linux', 'the desktop of the suite stands in for one of Linux');

const quickAddress = (host: Host): string => host.startUrl.replace('/#', '/quick#');
const field = searchField;
const rows = (page: Page): Locator => page.getByRole('option');
const active = (page: Page): Locator => page.getByRole('option', { selected: true });
const preview = (page: Page): Locator => page.getByRole('region', { name: 'Preview' });
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const sample = (name: string): string => path.join(SAMPLE_LIBRARY, name);

async function find(page: Page, query: string, first: string | RegExp): Promise<void> {
  await page.keyboard.type(query);
  await expect(rows(page).first()).toContainText(first);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
}

/** The field has the focus and all of its text is selected. */
async function expectSelected(page: Page): Promise<void> {
  await expect
    .poll(() =>
      field(page).evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd === input.value.length]),
    )
    .toEqual([0, true]);
}

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}

test('names and passages come in one list as one types, and Enter opens the first in its own app', async ({
  panel: page,
  samples,
}) => {
  await find(page, 'lease', 'Lease agreement');
  const count = await rows(page).count();
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThanOrEqual(9);
  // Found by its name, and by what stands in it.
  await expect(rows(page).filter({ hasText: 'Aa' }).first()).toBeVisible();
  await expect(page.getByText(/^\s*(at least )?\d+ documents?, \d+ ms\s*$/)).toBeVisible();
  await keepPicture(page, 'quick-found-light');
  const before = (await samples.host.desktopCalls()).length;
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await samples.host.desktopCalls()).slice(before))
    .toEqual([`open ${sample('Home/Lease agreement.docx')}`]);
  // What one types next replaces what was typed.
  await expectSelected(page);
  await page.keyboard.type('s');
  await expect(field(page)).toHaveValue('s');
});

test('arrow keys go round, a digit opens its row, and Ctrl+Enter shows the file in its folder', async ({
  panel: page,
  samples,
}) => {
  await find(page, 'sleep', /sleep/i);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(2);
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.id));
  await expect(field(page)).toHaveAttribute('aria-activedescendant', ids[0] ?? '');
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toHaveId(ids[1] ?? '');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', ids[1] ?? '');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(active(page)).toHaveId(ids.at(-1) ?? '');
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toHaveId(ids[0] ?? '');
  await expect(field(page)).toBeFocused();

  const calls = async (from: number): Promise<string[]> => (await samples.host.desktopCalls()).slice(from);
  const beforeReveal = (await calls(0)).length;
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => calls(beforeReveal)).toEqual([expect.stringMatching(/^reveal file:\/\/\/.+leep/)]);
  const beforeOpen = (await calls(0)).length;
  await page.keyboard.press('Alt+3');
  await expect(active(page)).toHaveId(ids[2] ?? '');
  await expect.poll(() => calls(beforeOpen)).toHaveLength(1);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+2');
  await expect.poll(() => calls(beforeOpen)).toHaveLength(2);
  await expectSelected(page);
  // Without Ctrl or Alt a digit is a digit.
  await page.keyboard.type('2');
  await expect(field(page)).toHaveValue('2');
});

test('a file in a folder is shown there by its address', async ({ panel: page, samples }) => {
  await find(page, 'orchard diary', /orchard diary/i);
  const before = (await samples.host.desktopCalls()).length;
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(async () => (await samples.host.desktopCalls()).slice(before))
    .toEqual([`reveal ${pathToFileURL(sample('Garden/Orchard diary.txt')).href}`]);
});

test('the preview opens beside the list, follows the row, and Esc steps back to the list', async ({ panel: page }) => {
  await find(page, 'notice period', /lease|landlord/i);
  await page.keyboard.press('Control+y');
  await expect(preview(page).locator('mark').first()).toBeInViewport();
  await expect(preview(page)).toContainText('notice');
  const list = await page.getByRole('listbox').boundingBox();
  const beside = await preview(page).boundingBox();
  expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual((beside?.x ?? 0) + 1);
  await keepPicture(page, 'quick-preview-light');
  const before = await preview(page).textContent();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => preview(page).textContent()).not.toBe(before);
  await page.keyboard.press('Escape');
  await expect(preview(page)).toBeHidden();
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('notice period');
});

test('Space previews once a row has the focus, and is a space while one types', async ({ panel: page }) => {
  await find(page, 'night train', /night train/i);
  await page.keyboard.press('Space');
  await expect(field(page)).toHaveValue('night train ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(preview(page)).toBeVisible();
  await expect(field(page)).toHaveValue('night train ');
  await page.keyboard.press('Space');
  await expect(preview(page)).toBeHidden();
  await page.keyboard.type('home');
  await expect(field(page)).toHaveValue('night train home');
});

test('Ctrl+K lists what can be done, and each of it is done', async ({ panel: page, samples }) => {
  await find(page, 'orchard diary', /orchard diary/i);
  const menu = page.getByRole('menu', { name: 'Actions' });
  const choose = async (name: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await menu.getByRole('menuitem', { name }).focus();
    await page.keyboard.press('Enter');
    await expect(menu).toBeHidden();
    await expect(field(page)).toBeFocused();
  };
  await page.keyboard.press('Control+k');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await keepPicture(page, 'quick-actions-light');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(field(page)).toHaveValue('orchard diary');

  await choose('Copy path');
  await expect.poll(() => copied(page)).toBe(sample('Garden/Orchard diary.txt'));
  await choose('Copy as Markdown link');
  await expect.poll(() => copied(page)).toContain(`](${pathToFileURL(sample('Garden/Orchard diary.txt')).href})`);
  const before = (await samples.host.desktopCalls()).length;
  await choose('Open in its own app');
  await choose('Show in its folder');
  await expect.poll(async () => (await samples.host.desktopCalls()).slice(before)).toHaveLength(2);
  await choose('Preview');
  await expect(preview(page)).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+k');
  await expect(menu).toBeHidden();
});

test('a row opens in the main window at its passage, its query in the field, and nothing of it in the address', async ({
  panel: page,
}) => {
  await find(page, 'frost blossom', /orchard/i);
  await page.keyboard.press('Control+k');
  const opened = page.context().waitForEvent('page');
  await page.getByRole('menuitem', { name: 'Open in the main window' }).press('Enter');
  const main = await opened;
  await expect(searchField(main)).toHaveValue('frost blossom');
  await expect.poll(() => marksIn(reader(main))).toContain('frost');
  expect(new URL(main.url()).pathname + new URL(main.url()).hash).toBe('/');
  await main.close();
});

test('what is typed faster than it is found waits for its own results', async ({ panel: page, samples }) => {
  await find(page, 'lease', 'Lease agreement');
  await field(page).fill('');
  const before = (await samples.host.desktopCalls()).length;
  await page.keyboard.insertText('moon_phase');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await samples.host.desktopCalls()).slice(before))
    .toEqual([`open ${sample('Study/moon_phase.py')}`]);
});

test('an empty field shows what was opened lately and often, and Esc in a tab empties it', async ({
  ownPanel: { page, host },
}) => {
  await expect(page.getByText('Nothing to search yet')).toBeVisible();
  await keepPicture(page, 'quick-no-library');
  await host.indexLibrary();
  await expect(page.getByText('Type what you remember')).toBeVisible();
  await keepPicture(page, 'quick-start-first');
  for (const [query, file] of [
    ['orchard diary', 'orchard.md'],
    ['harbour timetable', 'harbour.html'],
    ['circulation pump', 'heating-manual.pdf'],
  ] as const) {
    await field(page).fill(query);
    await page.keyboard.press('Enter');
    await expect.poll(async () => path.basename((await host.desktopCalls()).at(-1) ?? '')).toBe(file);
    await expectSelected(page);
  }
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  const lately = page.getByRole('group', { name: 'Opened lately' });
  await expect(lately.getByRole('option')).toHaveCount(3);
  await expect(lately.getByRole('option').first()).toContainText(/heating.manual/i);
  await keepPicture(page, 'quick-start-opened');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(preview(page)).toContainText('ferry to the lighthouse');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await host.desktopCalls()).at(-1)).toContain('harbour.html');
  await page.keyboard.press('Escape');
  await expect(lately.getByRole('option').first()).toContainText('Harbour timetable');
  // Kept as what the main page's history is.
  expect(await host.akin('history')).toContain('orchard');
  await host.akin('history', 'clear');
  await expect(page.getByText('Type what you remember')).toBeVisible();
});

test('nothing found is said, and Enter asks the main window', async ({ panel: page }) => {
  await page.keyboard.type('type:subtitles water');
  await expect(page.getByText('Nothing found for')).toBeVisible();
  await keepPicture(page, 'quick-none');
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press('Enter');
  const main = await opened;
  await expect(searchField(main)).toHaveValue('water');
  await main.close();
});

test('a killed engine comes back by itself while one goes on typing, and the rows stay', async ({ ownPanel: { page, host } }) => {
  await host.indexLibrary();
  await find(page, 'frost', /orchard/i);
  process.kill(await host.enginePid(), 'SIGKILL');
  await page.keyboard.type(' blossom');
  await expect(rows(page).first()).toBeVisible();
  await keepPicture(page, 'quick-engine-restarting');
  await expect(field(page)).toHaveValue('frost blossom');
  await expect(page.getByRole('listbox')).toHaveAttribute('data-query', 'frost blossom', { timeout: 60_000 });
  await expect(rows(page).first()).toContainText(/orchard diary/i);
});

test('an address without its token asks for a new one', async ({ browser, samples }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${samples.host.origin}/quick`);
  await expect(page.getByText('This page’s session has ended.')).toBeVisible();
  await keepPicture(page, 'quick-signed-out');
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1180, 720, 380]) {
    test(`at ${width} px in ${colorScheme}, list and preview fit`, async ({ panel: page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: width === 720 ? 480 : 760 });
      await find(page, 'water', /water/i);
      await expectToFit(page);
      await keepPicture(page, `quick-${width}-${colorScheme}`);
      await page.keyboard.press('Control+y');
      await expect(preview(page).locator('mark').first()).toBeInViewport();
      await expectToFit(page);
      await keepPicture(page, `quick-preview-${width}-${colorScheme}`);
    });
  }
}

test.describe('in Persian', () => {
  test.use({ locale: 'fa-IR' });
  for (const [width, colorScheme] of [
    [1180, 'light'],
    [720, 'dark'],
    [380, 'light'],
  ] as const) {
    test(`at ${width} px in ${colorScheme}, all of it reads from right to left`, async ({ panel: page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: width === 720 ? 560 : 760 });
      await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
      await find(page, 'شیراز', 'شیراز');
      await expectToFit(page);
      await keepPicture(page, `quick-fa-${width}-${colorScheme}`);
      await page.keyboard.press('Control+y');
      const beside = page.getByRole('region', { name: 'پیش‌نمایش' });
      await expect(beside.locator('mark').first()).toBeInViewport();
      await expectToFit(page);
      await keepPicture(page, `quick-fa-preview-${width}-${colorScheme}`);
    });
  }
});
