import { expect, hits, keepPicture, marksIn, passageIn, reader, searchField, test } from './akin.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test('results come as one types, and the reader shows the passage with the right words marked', async ({ searchPage: page }) => {
  await keepPicture(page, 'search-start');
  await searchField(page).pressSequentially('rent heating insurance');
  const hit = hits(page).first();
  await expect(hit).toContainText('The room at home');
  await expect(hit).toContainText('Rented flats');
  await expect.poll(() => marksIn(hit)).toEqual(expect.arrayContaining(['rent', 'heating', 'insurance']));
  await expect(page.getByText(/^\d+ documents?, \d+ ms$/)).toBeVisible();

  await page.keyboard.press('Enter');
  await expect.poll(() => passageIn(page)).toContain('the share of rent, heating and insurance that');
  expect(await marksIn(reader(page))).toEqual(expect.arrayContaining(['rent', 'heating', 'insurance']));
  await expect(reader(page).locator('[data-passage]').first()).toBeInViewport();
  await keepPicture(page, 'search-reader');
});

test('a paraphrase finds the passage by meaning', async ({ searchPage: page }) => {
  await searchField(page).fill('when does the boat to the beacon depart');
  await expect(hits(page).first()).toContainText('Harbour timetable');
  await keepPicture(page, 'search-meaning');
});

test('a hit in a PDF names its page and opens there', async ({ searchPage: page }) => {
  await searchField(page).fill('circulation pump');
  await expect(hits(page).first()).toContainText('page 2');
  await hits(page).first().click();
  await expect.poll(() => passageIn(page)).toContain('Replace the circulation pump');
  await expect(reader(page).getByRole('group', { name: 'Page 2' })).toBeVisible();
  await keepPicture(page, 'search-pdf');
});

for (const { language, query, title, words } of [
  { language: 'Persian', query: 'گرمایش و بیمه', title: 'اتاق کار در خانه', words: 'گرمایش' },
  { language: 'Chinese', query: '苹果树', title: '果园日记', words: '苹果' },
  { language: 'Russian', query: 'вишневое варенье', title: 'Бабушкины рецепты', words: 'варенье' },
]) {
  test(`a ${language} query finds its note and marks its words`, async ({ searchPage: page }) => {
    await searchField(page).fill(query);
    const hit = hits(page).first();
    await expect(hit).toContainText(title);
    await expect.poll(async () => (await marksIn(hit)).join(' ')).toContain(words);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await marksIn(reader(page))).join(' ')).toContain(words);
    await keepPicture(page, `search-${language.toLowerCase()}`);
  });
}

test('everything can be done with the keyboard alone', async ({ searchPage: page }) => {
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('frost');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
  await page.keyboard.press('ArrowDown');
  const selected = page.getByRole('option', { selected: true });
  await expect(selected).toHaveCount(1);
  await expect(searchField(page)).toHaveAttribute('aria-activedescendant', (await selected.getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await expect.poll(() => passageIn(page)).not.toBe('');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Open a result to read it here.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(searchField(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(searchField(page)).not.toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(searchField(page)).toBeFocused();
});

test('an address without its token asks for a new one', async ({ browser, indexed }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(indexed.host.origin);
  await expect(page.getByRole('contentinfo')).toContainText('This page’s session has ended.');
  await keepPicture(page, 'signed-out');
  await context.close();
});
