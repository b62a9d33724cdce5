import { expect, hits, keepPicture, searchField, test } from './akin.ts';

test.use({ locale: 'fa-IR' });

test('in Persian every view fits at every width, in both themes, and nothing is left in English', async ({
  freshHost,
  freshPage: page,
}) => {
  test.slow();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await keepPicture(page, 'fa-welcome-1180-light');
  await freshHost.indexLibrary();
  const rail = page.getByRole('navigation').first();
  const take = async (name: string): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await keepPicture(page, name);
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1180, 560, 380]) {
      const suffix = `${width}-${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 760 });
      await rail.getByRole('button', { name: 'جست‌وجو' }).click();
      await searchField(page).fill('گرمایش rent');
      await expect(hits(page).first()).toBeVisible();
      await take(`fa-list-${suffix}`);
      await hits(page).first().click();
      await expect(page.locator('[data-passage]').first()).toBeInViewport();
      await take(`fa-reader-${suffix}`);
      // Back from the reader, whatever has the focus.
      await page.keyboard.press('Escape');
      await rail.getByRole('button', { name: 'کتابخانه' }).click();
      await expect(page.getByText('broken.pdf').first()).toBeVisible();
      await take(`fa-library-${suffix}`);
      await rail.getByRole('button', { name: 'تنظیمات' }).click();
      await expect(page.getByRole('heading', { name: 'تنظیمات' })).toBeVisible();
      await take(`fa-settings-${suffix}`);
    }
  }
  await page.setViewportSize({ width: 1180, height: 760 });
  await page.getByRole('button', { name: 'جست‌وجو و زبان آن' }).click();
  await expect(page.getByRole('row', { name: /\+اجاره/ }).first()).toBeVisible();
  await take('fa-help');
});
