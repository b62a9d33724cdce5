import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, searchField } from './akin.ts';
import { lookAt } from './look.ts';
import { SCENES } from './scenes.ts';
import { test } from './stage-host.ts';
import { LANGUAGES, type Language } from './words.ts';

for (const language of Object.keys(LANGUAGES) as Language[]) {
  const words = LANGUAGES[language];
  test.describe(`in ${language}`, () => {
    test.use({ locale: words.locale, viewport: { width: 1180, height: 760 } });

    for (const { name, arrange, isFloating = false, address = '/' } of SCENES) {
      test(`${name} is accessible, fits at every width, and is kept in pictures`, async ({ page, context, stage }) => {
        await context.addCookies(stage.session.cookies);
        const begin = async (): Promise<void> => {
          await page.goto(`${stage.host.origin}${address}`);
          await expect(page.getByRole('combobox')).toBeEnabled();
          await arrange(page, words);
        };
        if (isFloating) return lookAt(page, name, { arrange: begin });
        await begin();
        await lookAt(page, name);
      });
    }

    test('the welcome is accessible and fits: with folders to choose, its proof told, and a path that leads nowhere', async ({
      freshHost,
      freshPage: page,
    }) => {
      for (const name of ['Documents/rent.md', 'Documents/Ideas/.obsidian/app.json', 'Downloads/film.mkv']) {
        await mkdir(path.join(freshHost.home, path.dirname(name)), { recursive: true });
        await writeFile(path.join(freshHost.home, name), '# Rent\n\nThe rent is due on the third working day.');
      }
      await page.reload();
      await expect(page.getByRole('checkbox')).toHaveCount(3);
      await lookAt(page, 'welcome');
      await page.getByRole('button', { name: words.proof }).click();
      const field = page.getByLabel(words.folderPath);
      await field.fill(path.join(freshHost.libraryFolder, 'not-there'));
      await field.press('Enter');
      await expect(page.getByRole('alert')).toBeVisible();
      await lookAt(page, 'welcome-proof');
      await page.getByRole('button', { name: words.sample }).click();
      await expect(searchField(page)).toBeFocused();
      await lookAt(page, 'welcome-sample');
    });

    // In a window of its own: a page that is refused says so in its console, too.
    test('without a session the page is accessible and says what to do', async ({ browser, stage }) => {
      const page = await browser.newPage();
      await page.goto(stage.host.origin);
      await expect(page.locator('footer .trouble')).toBeVisible();
      await lookAt(page, 'signed-out');
      await page.close();
    });
  });
}
