import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, hits, keepPicture, reader, searchField, test } from './akin.ts';
import { faultsOfLayout } from './layout-faults.ts';

/** Nothing may be wider than the window: a page that scrolls sideways is broken. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}

test('the dark theme is dark', async ({ searchPage: page }) => {
  const lightness = (): Promise<number> =>
    page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      if (canvas === null) return Number.NaN;
      canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0] ?? Number.NaN;
    });
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await lightness()).toBeGreaterThan(230);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await lightness()).toBeLessThan(40);
});

test('from right to left the panes change sides, and each text keeps its own direction', async ({ searchPage: page }) => {
  await page.setViewportSize({ width: 1180, height: 760 });
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  await searchField(page).fill('گرمایش اجاره');
  await expect(hits(page).first()).toContainText('اتاق کار در خانه');
  await hits(page).first().click();
  await expect(reader(page).locator('[data-passage]').first()).toBeInViewport();
  const field = await searchField(page).boundingBox();
  const pane = await reader(page).boundingBox();
  expect((field?.x ?? 0) > (pane?.x ?? 0)).toBe(true);
  const direction = await reader(page)
    .locator('p:has([data-passage])')
    .first()
    .evaluate((paragraph) => getComputedStyle(paragraph).direction);
  expect(direction).toBe('rtl');
  await expectNoSidewaysScroll(page);
  await keepPicture(page, 'rtl');
});

const PERSIAN_NOTE = `---
aliases: Start here
cssclasses: list-cards
---
Publish برای پخش جریانی ویدئو یا فایل‌های صوتی بزرگ بهینه نشده است.

See the documentation for whatever else there is.
`;

test('a Persian note with Latin front matter is read from right to left, and an English paragraph in it is not', async ({
  freshHost,
  freshPage: page,
}) => {
  await writeFile(path.join(freshHost.libraryFolder, 'جریان.md'), PERSIAN_NOTE);
  await freshHost.indexLibrary();
  await page.setViewportSize({ width: 1180, height: 760 });
  await searchField(page).fill('پخش جریانی ویدئو');
  await expect(hits(page).first()).toContainText('جریان');
  await hits(page).first().click();
  const article = reader(page).getByRole('article');
  await expect(article.locator('p').filter({ hasText: 'Publish' })).toHaveCSS('direction', 'rtl');
  await expect(article.locator('p').filter({ hasText: 'documentation' })).toHaveCSS('direction', 'ltr');
  await expect(article.locator('pre')).toHaveCSS('direction', 'ltr');
  await keepPicture(page, 'reader-persian-note');
});

const TIMETABLE = `---
title: Timetable
---
| Day | From | To | Remark |
|---|---|---|---|
| Wednesday | Narbonne | Hendaye | seats by the window on the left, the second class is as good as the first on this line |
| Thursday | Salamanca | Lisbon | by way of https://example.org/stations/and/the/slow/and/pretty/line/along/the/river/to/the/sea |
`;

test('columns of a table keep their words whole beside wide ones, and addresses break', async ({
  freshHost,
  freshPage: page,
}) => {
  await writeFile(path.join(freshHost.libraryFolder, 'timetable.md'), TIMETABLE);
  await freshHost.indexLibrary();
  await page.setViewportSize({ width: 1180, height: 760 });
  await searchField(page).fill('Salamanca Narbonne');
  await expect(hits(page).first()).toContainText('Timetable');
  await hits(page).first().click();
  await expect(reader(page).getByRole('cell', { name: 'Hendaye' })).toBeVisible();
  for (const width of [1180, 380]) {
    await page.setViewportSize({ width, height: 760 });
    await expect.poll(() => page.evaluate(faultsOfLayout)).toEqual([]);
    const isWithin = await reader(page)
      .getByRole('table')
      .evaluate((table) => table.getBoundingClientRect().right <= (table.closest('article')?.getBoundingClientRect().right ?? 0));
    expect([width, isWithin]).toEqual([width, true]);
    expect(
      await reader(page)
        .getByRole('article')
        .evaluate((article) => article.clientWidth),
    ).toBeLessThanOrEqual(width);
    await keepPicture(page, `reader-table-${width}`);
  }
});
