import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, hits, keepPicture, searchField, statusLine, test } from './akin.ts';
import type { Host } from './host.ts';

const SAMPLES = 30;
/** Thirty documents are read and embedded meanwhile, on a machine that does other things. */
const PATIENCE = { timeout: 120_000 };

test.use({ viewport: { width: 1180, height: 760 } });

/** A home with documents, a vault in them, and downloads, shown by the page anew. */
async function furnish(host: Host, page: Page): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    'Documents/rent.md': '# Rent\n\nThe rent is due on the third working day.',
    'Documents/taxes/2024.txt': 'Refund for the year, to be expected in June.',
    'Documents/Ideas/.obsidian/app.json': '{}',
    'Documents/Ideas/beehives.md': '# Beehives\n\nThe queen bee was marked with blue paint.',
    'Downloads/film.mkv': 'not a text',
    'Downloads/node_modules/left-out.md': '# Left out',
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(host.home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await page.reload();
}

const choice = (page: Page, name: RegExp) => page.getByRole('checkbox', { name });
const begin = (page: Page) => page.getByRole('button', { name: 'Start reading' });

test('the sample library is one click away from its first result, and one from being gone', async ({ freshPage: page }) => {
  test.setTimeout(180_000);
  await page.getByRole('button', { name: 'Try the sample library' }).click();
  await expect(searchField(page)).toBeFocused();
  await expect(page.getByText('This is the sample library. Ask it, for instance:')).toBeVisible();
  await keepPicture(page, 'onboarding-sample-reading');
  await page.getByRole('button', { name: 'how long is the notice period' }).click();
  await expect(searchField(page)).toHaveValue('how long is the notice period');
  // Whatever has been read by now: results do not jump once they are there.
  await expect(hits(page).first()).toBeVisible(PATIENCE);
  await expect(statusLine(page)).toHaveText(`${SAMPLES} of ${SAMPLES} searchable`, PATIENCE);
  for (const [query, title] of [
    ['how long is the notice period', 'Lease agreement'],
    ['why did the radiators stay cold?', 'Invoice 2024-0117'],
    ['baking bread with a starter', 'Sourdough notes'],
    ['night train to Lisbon', 'Lisbon'],
  ] as const) {
    await searchField(page).fill('');
    await page.getByRole('button', { name: query }).click();
    await expect(hits(page).first()).toContainText(title);
  }
  await keepPicture(page, 'onboarding-sample-found');

  await searchField(page).fill('');
  await page.getByRole('button', { name: 'Remove the sample library' }).click();
  await expect(page.getByRole('heading', { name: 'What should Akin read?' })).toBeVisible();
  await expect(statusLine(page)).toContainText('Nothing to search yet');
});

test('folders of the home are offered with what lies in them, and those chosen are read', async ({
  freshHost,
  freshPage: page,
}) => {
  await furnish(freshHost, page);
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('Documents').first()).toContainText('3 files');
  await expect(row('Documents').first()).toContainText('3 with text to read');
  await expect(row('Downloads')).toContainText('1 file, 10 byte');
  await expect(row('Downloads')).toContainText('0 with text to read');
  await expect(choice(page, /^Documents/)).toBeChecked();
  await expect(choice(page, /^Downloads/)).not.toBeChecked();
  await expect(choice(page, /^Ideas/)).toBeDisabled();
  await expect(row('Ideas')).toContainText('read with Documents');
  await keepPicture(page, 'onboarding-folders');

  await choice(page, /^Documents/).uncheck();
  await expect(choice(page, /^Ideas/)).toBeChecked();
  await expect(row('Ideas')).toContainText('1 with text to read');
  await begin(page).click();
  await expect(searchField(page)).toBeFocused();
  await expect(statusLine(page)).toContainText('1 of 1 searchable', PATIENCE);
  await searchField(page).fill('queen bee');
  await expect(hits(page).first()).toContainText('Beehives');
});

test('with nothing chosen nothing begins, and the proof is told in words', async ({ freshHost, freshPage: page }) => {
  await furnish(freshHost, page);
  await choice(page, /^Documents/).uncheck();
  await choice(page, /^Ideas/).uncheck();
  await expect(begin(page)).toBeDisabled();
  const proof = page.getByRole('button', { name: 'How that is proven' });
  await expect(page.getByText('Switch the network off')).toHaveCount(0);
  await proof.click();
  await expect(proof).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('Switch the network off')).toBeVisible();
  await keepPicture(page, 'onboarding-proof');
});

test('the keyboard alone is enough', async ({ freshHost, freshPage: page }) => {
  await furnish(freshHost, page);
  await expect(choice(page, /^Documents/)).toBeChecked();
  const proof = page.getByRole('button', { name: 'How that is proven' });
  for (let presses = 0; !(await proof.evaluate((button) => button === document.activeElement)); presses += 1) {
    expect(presses).toBeLessThan(10);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Tab');
  await expect(choice(page, /^Documents/)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(choice(page, /^Documents/)).not.toBeChecked();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect(choice(page, /^Downloads/)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(begin(page)).toBeFocused();
  await keepPicture(page, 'onboarding-keyboard');
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toBeFocused();
  await expect(statusLine(page)).toContainText('3 of 3 searchable', PATIENCE);
});
