import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test.beforeEach(async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await expect(statusLine(page)).toContainText('7 of 8 searchable', { timeout: 60_000 });
});

test('a deleted file is found no more, and a new one is', async ({ freshHost, freshPage: page }) => {
  await searchField(page).fill('cider press');
  await expect(hits(page).filter({ hasText: 'Orchard diary' })).toHaveCount(1);
  await rm(path.join(freshHost.libraryFolder, 'Notes', 'orchard.md'));
  await page.getByRole('button', { name: 'Search again' }).click({ timeout: 60_000 });
  await expect(hits(page).filter({ hasText: 'Orchard diary' })).toHaveCount(0);

  await writeFile(
    path.join(freshHost.libraryFolder, 'Notes', 'beehives.md'),
    '# Beehives\n\nThe queen bee was marked with a dot of blue paint.\n',
  );
  await expect(statusLine(page)).toHaveText('7 of 8 searchable 1 needs attention', { timeout: 60_000 });
  await searchField(page).fill('queen bee');
  await expect(hits(page).first()).toContainText('Beehives');
});

test('a killed engine comes back by itself while one goes on typing', async ({ freshHost, freshPage: page }) => {
  await searchField(page).fill('frost');
  await expect(hits(page).first()).toBeVisible();
  const before = await freshHost.enginePid();
  process.kill(before, 'SIGKILL');
  await expect(statusLine(page)).toContainText('The engine is restarting. You can go on typing.');
  await searchField(page).press('End');
  await searchField(page).pressSequentially(' blossom');
  await expect(searchField(page)).toHaveValue('frost blossom');
  await expect(hits(page).first()).toBeVisible();
  await keepPicture(page, 'engine-restarting');
  await expect(statusLine(page)).toContainText('7 of 8 searchable', { timeout: 60_000 });
  await expect.poll(() => hits(page).first().textContent()).toContain('Orchard diary');
  expect(await freshHost.enginePid()).not.toBe(before);
});
