import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';
import type { Host } from './host.ts';
import { LIBRARY_SIZE } from './library.ts';

test.use({ viewport: { width: 1180, height: 760 } });

async function openSettings(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
}

/** What the engine has, asked over the command line. */
async function settingOf(host: Host, key: string): Promise<unknown> {
  const { settings } = JSON.parse(await host.akin('settings', key, '--json')) as { settings: { value: unknown }[] };
  return settings[0]?.value;
}

/** Of the page's ground: 0 black, 255 white. */
function lightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    if (canvas === null) return Number.NaN;
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[0] ?? Number.NaN;
  });
}

test('the theme is the one chosen, whatever the system says, and already so before any script of ours runs', async ({
  freshHost,
  freshPage: page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openSettings(page);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => lightness(page)).toBeLessThan(40);
  expect(await settingOf(freshHost, 'appearance.theme')).toBe('dark');

  await page.route('**/assets/index-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.reload({ waitUntil: 'commit' });
  await expect.poll(() => lightness(page)).toBeLessThan(40);
  await page.unroute('**/assets/index-*.js');
  await page.goto(freshHost.origin);

  await openSettings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect.poll(() => lightness(page)).toBeGreaterThan(230);
  await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'As the system' }).check();
  await expect.poll(() => lightness(page)).toBeLessThan(40);
});

test('compact rows are lower, and without motion nothing fades', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  const heightOfRow = async (): Promise<number> => {
    await page.keyboard.press('Control+k');
    await searchField(page).fill('lighthouse');
    await expect(hits(page).first()).toContainText('Harbour timetable');
    return (await hits(page).first().boundingBox())?.height ?? 0;
  };
  const fade = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fade').trim());
  const cosy = await heightOfRow();
  expect(await fade()).not.toMatch(/^0m?s$/);
  await openSettings(page);
  await page.getByRole('radio', { name: 'Compact' }).check();
  await page.getByRole('radiogroup', { name: 'Motion' }).getByRole('radio', { name: 'None' }).check();
  await expect.poll(fade).toMatch(/^0m?s$/);
  expect(await heightOfRow()).toBeLessThan(cosy);
});

test('the page speaks the language chosen, in its digits and direction, at once and after a reload', async ({
  freshHost,
  freshPage: page,
}) => {
  await freshHost.indexLibrary();
  await openSettings(page);
  await page.getByRole('combobox', { name: 'Language of the interface' }).selectOption('فارسی');
  await expect(page.getByRole('heading', { name: 'تنظیمات' })).toBeVisible();
  const searchable = (LIBRARY_SIZE.files - LIBRARY_SIZE.broken).toLocaleString('fa');
  await expect(statusLine(page)).toContainText(`${searchable} از ${LIBRARY_SIZE.files.toLocaleString('fa')} جست‌وجوپذیر`);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fa');
  const railBox = await page.getByRole('navigation').first().boundingBox();
  expect(railBox?.x).toBeGreaterThan(1000);

  await page.reload();
  await expect(page.getByRole('button', { name: 'کتابخانه' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.keyboard.press('Control+,');
  await page.getByRole('combobox', { name: 'زبان رابط' }).selectOption('Русский');
  await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  await page.getByRole('combobox', { name: 'Язык интерфейса' }).selectOption('简体中文');
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible();
  await page.getByRole('combobox', { name: '界面语言' }).selectOption('跟随浏览器');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test.describe('a browser that prefers Persian', () => {
  test.use({ locale: 'fa-IR' });
  test('is spoken to in Persian from the first', async ({ freshPage: page }) => {
    await expect(page.getByRole('heading', { name: 'چه چیزی را بخواند؟' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  });
});

test('cores, battery and the time for a file are what the engine then has', async ({ freshHost, freshPage: page }) => {
  await openSettings(page);
  await page.getByRole('combobox', { name: 'Processor cores' }).selectOption('1');
  await expect.poll(() => settingOf(freshHost, 'indexing.cores')).toBe(1);
  await page.getByRole('radiogroup', { name: 'On battery' }).getByRole('radio', { name: 'Pause' }).check();
  await expect.poll(() => settingOf(freshHost, 'indexing.onBattery')).toBe('pause');
  await page.getByRole('combobox', { name: 'Longest reading of a file' }).selectOption('5 min');
  await expect.poll(() => settingOf(freshHost, 'extraction.timeoutSeconds')).toBe(300);
});

test('without watching a new file is found after a check for changes only', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await openSettings(page);
  const watching = page.getByRole('switch', { name: 'Watch folders' });
  await watching.click();
  await expect.poll(() => settingOf(freshHost, 'watching.enabled')).toBe(false);
  await writeFile(path.join(freshHost.libraryFolder, 'late.md'), 'The ferry was late.');
  // Longer than a watched folder takes to show a file.
  await page.waitForTimeout(4_000);
  await expect(statusLine(page)).toContainText(`of ${LIBRARY_SIZE.files} searchable`);
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('button', { name: 'Check for changes' }).first().click();
  await expect(statusLine(page)).toContainText(`of ${LIBRARY_SIZE.files + 1} searchable`, { timeout: 60_000 });

  await openSettings(page);
  await watching.click();
  await expect.poll(() => settingOf(freshHost, 'watching.enabled')).toBe(true);
  await writeFile(path.join(freshHost.libraryFolder, 'later.md'), 'The ferry was later.');
  await expect(statusLine(page)).toContainText(`of ${LIBRARY_SIZE.files + 2} searchable`, { timeout: 60_000 });
});

test('an extension that is added is read as text, a wrong one is refused in words, and a file beyond the limit waits', async ({
  freshHost,
  freshPage: page,
}) => {
  await writeFile(path.join(freshHost.libraryFolder, 'manual.qqq'), 'The zeppelin manual.');
  await writeFile(path.join(freshHost.libraryFolder, 'huge.txt'), 'A long list of airships.\n'.repeat(700_000));
  await openSettings(page);
  await page.getByRole('combobox', { name: 'Largest file' }).selectOption('16 MB');
  await expect.poll(() => settingOf(freshHost, 'extraction.maxFileSizeMb')).toBe(16);
  const extensions = page.getByRole('textbox', { name: 'Also read as plain text' });
  await extensions.fill('what?');
  await extensions.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This setting cannot take that value.');
  await extensions.fill('qqq');
  await extensions.press('Enter');
  await expect(page.getByRole('alert')).toBeHidden();
  await freshHost.indexLibrary();
  await page.keyboard.press('Control+k');
  await searchField(page).fill('zeppelin');
  await expect(hits(page).first()).toContainText('manual');
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'huge.txt' })).toContainText('Larger than the limit');
});

test('history is counted, cleared, and not kept while it is switched off', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  const openOne = async (query: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await searchField(page).fill(query);
    await expect(hits(page).first()).toContainText('Harbour timetable');
    await hits(page).first().click();
    await expect(page.locator('[data-passage]').first()).toBeVisible();
  };
  await openOne('lighthouse');
  await openSettings(page);
  await expect(page.getByText('1 search · 1 opened document · 0 saved searches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the history' }).click();
  await expect(page.getByText('0 searches · 0 opened documents · 0 saved searches')).toBeVisible();
  await page.getByRole('switch', { name: 'Remember searches and opened documents' }).click();
  await expect.poll(() => settingOf(freshHost, 'history.enabled')).toBe(false);
  await openOne('lighthouse timetable');
  await openSettings(page);
  await expect(page.getByText('0 searches · 0 opened documents · 0 saved searches')).toBeVisible();
});

test('what is kept is told with its size, and the network with what was counted', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await openSettings(page);
  const stored = page.getByRole('table', { name: 'What is kept, and its size' });
  await expect(stored.getByRole('row')).toHaveCount(5);
  await expect(stored.getByRole('row', { name: /Index of words/ })).toHaveText(/[1-9]\S* [kM]B/);
  await expect(page.getByText('0 connections to other computers made')).toBeVisible();
  await expect(page.getByText(/home$/).last()).toBeVisible();
});

test('everything is erased once that was typed, and the files stay', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await openSettings(page);
  const erase = page.getByRole('button', { name: 'Erase everything' });
  await expect(erase).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type “erase” to confirm' }).fill('eras');
  await expect(erase).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type “erase” to confirm' }).fill('Erase');
  await erase.click();
  await expect(page.getByText('Everything was erased.')).toBeVisible();
  await expect(statusLine(page)).toContainText('Nothing to search yet', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What should Akin read?' })).toBeVisible();
  await access(path.join(freshHost.libraryFolder, 'broken.pdf'));
});

test('help is read in the page, by the keyboard alone, and leads from page to page', async ({ freshPage: page }) => {
  await openSettings(page);
  await page.getByRole('button', { name: 'Search and its query language' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Search', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back to the settings' })).toBeFocused();
  await expect(page.getByRole('row', { name: /invo\* words that begin so/ })).toBeVisible();
  await keepPicture(page, 'help-search');
  await page.getByRole('button', { name: 'Formats' }).click();
  await expect(page.getByRole('heading', { name: 'Formats', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
});

test('help is read in the language of the page', async ({ freshPage: page }) => {
  await openSettings(page);
  for (const [language, label, topic, heading] of [
    ['fa', 'Language of the interface', 'کلیدها', 'کلیدها'],
    ['ru', 'زبان رابط', 'Клавиши', 'Клавиши'],
    ['zh', 'Язык интерфейса', '搜索与查询语言', '搜索'],
  ] as const) {
    await page.getByRole('combobox', { name: label }).selectOption(language);
    await page.getByRole('button', { name: topic, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await keepPicture(page, `help-${language}`);
    await page.keyboard.press('Escape');
  }
});
