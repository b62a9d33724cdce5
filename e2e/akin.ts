import path from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { startHost, type Host } from './host.ts';

type Session = Awaited<ReturnType<Awaited<ReturnType<typeof openSession>>['storageState']>>;
type Indexed = { readonly host: Host; readonly session: Session };

type TestFixtures = {
  /** The page of a host whose library is indexed. Tests that share it must not change the library. */
  readonly searchPage: Page;
  /** A host of this test's own, its library not added yet, and its page. */
  readonly freshHost: Host;
  readonly freshPage: Page;
  /** On for every test: nothing is asked of any other origin, and the console stays silent. */
  readonly isQuiet: undefined;
};

export const test = base.extend<TestFixtures, { readonly indexed: Indexed }>({
  indexed: [
    async ({ browser }, use) => {
      const host = await startHost();
      await host.indexLibrary();
      const context = await openSession(browser, host);
      await use({ host, session: await context.storageState() });
      await context.close();
      await host.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  searchPage: async ({ page, context, indexed }, use) => {
    await context.addCookies(indexed.session.cookies);
    await page.goto(indexed.host.origin);
    await expect(statusLine(page)).toContainText('searchable');
    await use(page);
  },
  freshHost: async ({ browserName: _browserName }, use) => {
    const host = await startHost();
    await use(host);
    await host.close();
  },
  freshPage: async ({ page, freshHost }, use) => {
    await page.goto(freshHost.startUrl);
    await use(page);
    // Before its host goes: a page without one complains, and rightly.
    await page.close();
  },
  isQuiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      const origins = new Set<string>();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      page.on('websocket', (socket) => origins.add(new URL(socket.url()).origin.replace(/^ws/, 'http')));
      await use(undefined);
      expect(complaints).toEqual([]);
      const own = new URL(page.url()).origin;
      expect([...origins].filter((origin) => origin !== own)).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

async function openSession(browser: import('@playwright/test').Browser, host: Host) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.startUrl);
  await expect(statusLine(page)).toContainText('searchable');
  return context;
}

export const searchField = (page: Page): Locator => page.getByRole('combobox');
export const hits = (page: Page): Locator => page.getByRole('option').filter({ has: page.getByRole('heading') });
export const reader = (page: Page): Locator => page.getByRole('region', { name: 'Document text' }).first();
export const statusLine = (page: Page): Locator => page.getByRole('contentinfo');

/** The marked words inside a part of the page, in order. */
export function marksIn(part: Locator): Promise<string[]> {
  return part.locator('mark').allTextContents();
}

/** All text of the passage that the reader shows, marked words included. */
export async function passageIn(page: Page): Promise<string> {
  return (await reader(page).locator('[data-passage]').allTextContents()).join('');
}

/** Keeps a picture of the state for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(import.meta.dirname, 'screenshots', `${name}.png`) });
}
