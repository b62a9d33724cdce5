import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, hits, reader, searchField, test as base } from './akin.ts';
import { startHost, type Host } from './host.ts';

const test = base.extend<{ readonly desktopHost: Host }>({
  desktopHost: async ({ browserName: _browserName }, use) => {
    const host = await startHost({ hasDesktop: true });
    await use(host);
    await host.close();
  },
});

test.use({ viewport: { width: 1180, height: 760 } });
test.skip(process.platform !== 'linux', 'the desktop of the suite stands in for one of Linux');

test('the reader and the menu of the results open files in their own apps and show them in their folders', async ({
  page,
  desktopHost: host,
}) => {
  await page.goto(host.startUrl);
  await host.indexLibrary();
  const file = path.join(host.libraryFolder, 'harbour.html');
  const opening = `open ${file}`;
  const showing = `reveal ${pathToFileURL(file).href}`;
  await searchField(page).fill('ferry lighthouse');
  await expect(hits(page).first()).toContainText('Harbour timetable');

  const choose = async (name: string): Promise<void> => {
    await hits(page).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Open in its own app');
  await expect.poll(() => host.desktopCalls()).toEqual([opening]);
  await choose('Show in its folder');
  await expect.poll(() => host.desktopCalls()).toEqual([opening, showing]);

  await hits(page).first().click();
  await expect(reader(page)).toBeVisible();
  const tools = page.getByRole('toolbar', { name: 'Tools for the document' });
  await tools.getByRole('button', { name: 'Open in its own app' }).click();
  await expect.poll(() => host.desktopCalls()).toEqual([opening, showing, opening]);
  await tools.getByRole('button', { name: 'Show in its folder' }).click();
  await expect.poll(() => host.desktopCalls()).toEqual([opening, showing, opening, showing]);
  await page.close();
});

test('several chosen results open in their own apps, one after the other, and show in their folders', async ({
  page,
  desktopHost: host,
}) => {
  await page.goto(host.startUrl);
  await host.indexLibrary();
  await searchField(page).fill('frost');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
  for (const place of [0, 1]) {
    await hits(page)
      .nth(place)
      .click({ modifiers: ['Control'] });
  }
  await expect(page.getByText('2 selected')).toBeVisible();
  for (const [name, verb] of [
    ['Open in its own app', 'open'],
    ['Show in its folder', 'reveal'],
  ] as const) {
    await page.keyboard.press('Control+Shift+K');
    await page.getByRole('menuitem', { name }).click();
    await expect.poll(async () => (await host.desktopCalls()).filter((call) => call.startsWith(`${verb} `)).length).toBe(2);
  }
  expect(new Set(await host.desktopCalls()).size).toBe(4);
  await page.close();
});
