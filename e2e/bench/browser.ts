import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../src-main/scripts/find-browser.js';
import { startHost, type Host } from '../host.ts';
import { watchPage } from './page-clock.ts';

/** The usual window of the product. */
export const WINDOW = { width: 1180, height: 760 };

/** A host of the built product with what `options` say, and a browser. Both end with `use`. */
export async function withHost<R>(
  options: Parameters<typeof startHost>[0],
  use: (host: Host, browser: Browser) => Promise<R>,
): Promise<R> {
  const executablePath = findBrowser();
  const host = await startHost(options);
  const browser = await chromium.launch({
    args: browserArguments(),
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    return await use(host, browser);
  } finally {
    await browser.close();
    await host.close();
  }
}

/** A page of the host that is watched from before its first script, at the given path, once the library is known. */
export async function openWatchedPage(host: Host, browser: Browser, path: string): Promise<Page> {
  const context = await openSession(host, browser);
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  await page.goto(`${host.origin}${path}`);
  await page.getByRole('combobox').waitFor();
  return page;
}

/** A context whose cookie the host knows; it has shown the page once, so that its language is remembered. */
export async function openSession(host: Host, browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: WINDOW });
  const page = await context.newPage();
  await page.goto(host.startUrl);
  await page.getByRole('contentinfo').getByText('searchable').first().waitFor();
  await page.close();
  return context;
}
