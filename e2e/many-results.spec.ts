import type { Page } from '@playwright/test';
import { expect, searchField, statusLine, test as base } from './akin.ts';
import { startHost, type Host } from './host.ts';
import { COMMON_WORD, writeManyFiles } from './many-files.ts';

const FILES = 10_000;
const MOST_ROWS = 40;
/** So many rows are gone through by keys alone. */
const BY_KEYS = 300;

const test = base.extend<{ readonly manyFilesHost: Host; readonly manyFilesPage: Page }>({
  manyFilesHost: async ({ browserName: _browserName }, use) => {
    const host = await startHost({ writeFiles: (parent) => writeManyFiles(parent, FILES) });
    await host.akin('add', host.libraryFolder);
    await use(host);
    await host.close();
  },
  manyFilesPage: async ({ page, manyFilesHost }, use) => {
    await page.goto(manyFilesHost.startUrl);
    await use(page);
    // Before its host goes: a page without one complains, and rightly.
    await page.close();
  },
});

type Seen = {
  /** The file at each place that was ever mounted, from 1. */
  readonly fileAt: Record<number, string>;
  /** Places at which there was one file first and another one later. */
  readonly changed: number[];
  mostRows: number;
};

declare global {
  interface Window {
    akinSeen: Seen;
  }
}

/** Runs in the page: keeps which file stood where, each time rows come or go. */
function watchRows(): void {
  const seen: Seen = { fileAt: {}, changed: [], mostRows: 0 };
  window.akinSeen = seen;
  const look = (): void => {
    const rows = document.querySelectorAll('[role="option"][aria-posinset]');
    seen.mostRows = Math.max(seen.mostRows, rows.length);
    for (const row of rows) {
      const place = Number(row.getAttribute('aria-posinset'));
      const file = row.querySelector('h2 [title]')?.textContent ?? '';
      if ((seen.fileAt[place] ??= file) !== file) seen.changed.push(place);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}

type Rows = { readonly last: number; readonly all: number; readonly active: number };

const rowsOf = (page: Page): Promise<Rows> =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll('[role="option"][aria-posinset]')];
    const placeOf = (row: Element | null): number => Number(row?.getAttribute('aria-posinset') ?? 0);
    const field = document.querySelector('[role="combobox"]');
    return {
      last: Math.max(...rows.map(placeOf)),
      all: Number(rows[0]?.getAttribute('aria-setsize') ?? 0),
      active: placeOf(document.getElementById(field?.getAttribute('aria-activedescendant') ?? '')),
    };
  });

const topOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.getElementById('results')?.parentElement?.scrollTop ?? NaN);

test('10,000 results can be gone through by keys and wheel: few rows at a time, none lost or doubled', async ({
  manyFilesHost: host,
  manyFilesPage: page,
}) => {
  await expect(statusLine(page)).toContainText('10,000 of 10,000 searchable', { timeout: 60_000 });
  // Words are enough here; what each passage means would take the time of the rest.
  await host.akin('pause');
  await searchField(page).fill(COMMON_WORD);
  await expect(page.getByRole('status').first()).toContainText('10,000 documents');
  await page.evaluate(watchRows);

  await expect(async () => {
    for (let turn = 0; turn < 10; turn++) await page.keyboard.press('PageDown');
    expect((await rowsOf(page)).active).toBeGreaterThan(BY_KEYS);
  }).toPass({ timeout: 60_000, intervals: [0] });
  const place = (await rowsOf(page)).active;
  const active = page.locator(`[role="option"][aria-posinset="${place}"]`);
  await expect(active).toBeInViewport();
  await expect(active).toHaveAttribute('aria-selected', 'true');
  const chosen = (await active.getByRole('heading').textContent()) ?? '';

  const list = page.getByRole('listbox', { name: 'Results' });
  const box = await list.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, 400);
  await expect(async () => {
    for (let turn = 0; turn < 40; turn++) await page.mouse.wheel(0, 2400);
    expect((await rowsOf(page)).last).toBe(FILES);
  }).toPass({ timeout: 60_000, intervals: [0] });
  expect(await rowsOf(page)).toEqual({ last: FILES, all: FILES, active: place });

  // The wheel moved what is seen, not what is chosen: the next key goes on from there.
  await expect(active).toHaveText(new RegExp(chosen));
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await rowsOf(page)).active).toBe(place + 1);
  await expect(page.locator(`[role="option"][aria-posinset="${place + 1}"]`)).toBeInViewport();

  await page.keyboard.press('End');
  const end = page.locator(`[role="option"][aria-posinset="${FILES}"]`);
  await expect(end).toBeInViewport();
  await expect(end).toHaveAttribute('aria-selected', 'true');
  const top = await topOf(page);
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await rowsOf(page)).active).toBe(FILES - 1);
  expect(await topOf(page)).toBe(top);

  const seen = await page.evaluate(() => window.akinSeen);
  const files = Object.values(seen.fileAt);
  expect(seen.changed).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
  expect(files.length).toBeGreaterThan(FILES / 4);
  expect(seen.mostRows).toBeLessThanOrEqual(MOST_ROWS);
});
