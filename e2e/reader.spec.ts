import { existsSync } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, hits, keepPicture, marksIn, passageIn, reader, searchField, test } from './akin.ts';

test.use({ viewport: { width: 1180, height: 760 } });

async function openFirst(page: Page, query: string, title: string): Promise<void> {
  await searchField(page).fill(query);
  await expect(hits(page).first()).toContainText(title);
  await hits(page).first().click();
}

const sheet = (page: Page, number: number): Locator => reader(page).locator(`.pdf-page[data-page="${number}"]`);

/** How much of a box on the first drawn sheet is dark: letters are, paper is not. */
function inkIn(sheetOfPage: Locator, box: { x: number; y: number; width: number; height: number }): Promise<number> {
  return sheetOfPage.evaluate((element, { x, y, width, height }) => {
    const canvas = element.querySelector('canvas');
    const frame = canvas?.getBoundingClientRect();
    const context = canvas?.getContext('2d');
    if (canvas === null || frame === undefined || context === null || context === undefined) return 0;
    const ratio = canvas.width / frame.width;
    const { data } = context.getImageData((x - frame.x) * ratio, (y - frame.y) * ratio, width * ratio, height * ratio);
    let dark = 0;
    for (let index = 0; index < data.length; index += 4) if ((data[index] ?? 255) < 128) dark += 1;
    return dark / (data.length / 4);
  }, box);
}

test('a PDF opens at the page of the passage, its words marked where they are drawn', async ({ searchPage: page }) => {
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await expect(sheet(page, 2)).toHaveAttribute('data-drawn', '');
  await expect.poll(() => passageIn(page)).toContain('Replace the circulation pump');
  const words = sheet(page, 2).locator('mark');
  await expect(words.first()).toBeInViewport();
  expect(await words.allTextContents()).toEqual(expect.arrayContaining(['circulation', 'pump']));
  await expect(sheet(page, 1).locator('mark')).toHaveCount(0);

  // "Replace the circulation pump" begins the second line of the page, 13 points below the first, at the margin of 72.
  const paper = await sheet(page, 2).boundingBox();
  const box = await words.first().boundingBox();
  if (paper === null || box === null) throw new Error('nothing is drawn');
  const scale = paper.width / 595;
  expect(box.y - paper.y).toBeGreaterThan((842 - 760 + 13 - 11) * scale);
  expect(box.y + box.height - paper.y).toBeLessThan((842 - 760 + 13 + 6) * scale);
  expect(box.x - paper.x).toBeGreaterThan(72 * scale + 4 * 9 * 0.5 * scale);
  expect(await inkIn(sheet(page, 2), box)).toBeGreaterThan(0.05);
  await keepPicture(page, 'reader-pdf');
});

test('pages of a PDF are turned by number and drawn larger and smaller', async ({ searchPage: page }) => {
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await expect(sheet(page, 2)).toHaveAttribute('data-drawn', '');
  const number = page.getByRole('textbox', { name: 'Page number' });
  await number.fill('1');
  await number.press('Enter');
  await expect(sheet(page, 1).getByText('Heating manual')).toBeInViewport();
  await expect(number).toHaveValue('1');
  const before = (await sheet(page, 1).boundingBox())?.width ?? 0;
  await page.getByRole('button', { name: 'Larger' }).click();
  await expect.poll(async () => (await sheet(page, 1).boundingBox())?.width ?? 0).toBeGreaterThan(before);
  await page.getByRole('button', { name: /fit the width/ }).click();
  await expect.poll(async () => (await sheet(page, 1).boundingBox())?.width ?? 0).toBeCloseTo(before, 0);
  await page.getByRole('button', { name: 'Smaller' }).click();
  await expect.poll(async () => (await sheet(page, 1).boundingBox())?.width ?? Infinity).toBeLessThan(before);
});

test('a PDF can be read as its text instead', async ({ searchPage: page }) => {
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await expect(reader(page).getByText('Page 2', { exact: true })).toBeVisible();
  await expect.poll(() => passageIn(page)).toContain('Replace the circulation pump');
  await page.getByRole('button', { name: 'Page', exact: true }).click();
  await expect(sheet(page, 2).locator('mark').first()).toBeInViewport();
});

test('F4 goes from place to place, through all that was found in the document', async ({ searchPage: page }) => {
  await openFirst(page, 'room', 'The room at home');
  const position = reader(page).getByText(/^\d+ of \d+$/);
  await expect(position).toHaveText(/^\d+ of [2-9]/);
  const [first = 0, total = 0] = (await position.textContent())?.split(' of ').map(Number) ?? [];
  await page.keyboard.press(first < total ? 'F4' : 'Shift+F4');
  await expect(position).toHaveText(`${first < total ? first + 1 : first - 1} of ${total}`);
  await expect(reader(page).locator('mark').first()).toBeAttached();
});

test('the buttons beside the place go to the passage before and after, and no further than the ends', async ({
  searchPage: page,
}) => {
  await openFirst(page, 'room', 'The room at home');
  const position = reader(page).getByText(/^\d+ of \d+$/);
  await expect(position).toHaveText(/^\d+ of [2-9]/);
  const total = Number((await position.textContent())?.split(' of ')[1]);
  const before = page.getByRole('button', { name: 'Previous passage' });
  const after = page.getByRole('button', { name: 'Next passage' });
  while (await before.isEnabled()) await before.click();
  await expect(position).toHaveText(`1 of ${total}`);
  await after.click();
  await expect(position).toHaveText(`2 of ${total}`);
  while (await after.isEnabled()) await after.click();
  await expect(position).toHaveText(`${total} of ${total}`);
  await before.click();
  await expect(position).toHaveText(`${total - 1} of ${total}`);
});

test('once finding inside the document ends, the focus is where it was before', async ({ searchPage: page }) => {
  await openFirst(page, 'rent heating', 'The room at home');
  const sought = page.getByRole('textbox', { name: 'Find in this document' });
  const opener = page.getByRole('button', { name: 'Find in this document' });
  const end = page.getByRole('button', { name: 'End finding' });
  const pages = page.getByRole('region', { name: 'Pages of the document' });

  await searchField(page).focus();
  await page.keyboard.press('Control+f');
  await sought.press('Escape');
  await expect(sought).toBeHidden();
  await expect(searchField(page)).toBeFocused();

  await opener.click();
  await expect(sought).toBeFocused();
  await end.click();
  await expect(sought).toBeHidden();
  await expect(opener).toBeFocused();

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Control+f');
  await sought.press('Escape');
  await expect(pages).toBeFocused();

  await page.keyboard.press('Control+f');
  await sought.fill('rent');
  await searchField(page).focus();
  await page.keyboard.press('Control+f');
  await expect(sought).toBeFocused();
  expect(
    await sought.evaluate((field: HTMLInputElement) => field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)),
  ).toBe('rent');
  await sought.press('Escape');
  await expect(searchField(page)).toBeFocused();
});

test('the buttons of the find bar go from place to place, and its end takes what was found away', async ({
  searchPage: page,
}) => {
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await expect.poll(() => passageIn(page)).not.toBe('');
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in this document' }).fill('boiler');
  const bar = page.getByRole('search');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await bar.getByRole('button', { name: 'Next place' }).click();
  await expect(bar.getByRole('status')).toHaveText('2 of 2');
  await bar.getByRole('button', { name: 'Previous place' }).click();
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await bar.getByRole('button', { name: 'End finding' }).click();
  await expect(bar).toBeHidden();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('akin-found-current')?.size ?? 0)).toBe(0);
});

test('Ctrl+F finds inside the document, from place to place', async ({ searchPage: page }) => {
  const foundNow = (): Promise<string> =>
    page.evaluate(() => [...(CSS.highlights.get('akin-found-current') ?? [])].map(String).join(''));
  for (const { query, title, sought, count } of [
    { query: 'circulation pump', title: 'heating-manual.pdf', sought: 'boiler', count: 2 },
    { query: 'rent heating', title: 'The room at home', sought: 'LANDLORD', count: 1 },
  ]) {
    await openFirst(page, query, title);
    await expect.poll(() => passageIn(page)).not.toBe('');
    await page.keyboard.press('Control+f');
    const field = page.getByRole('textbox', { name: 'Find in this document' });
    await expect(field).toBeFocused();
    await field.fill(sought);
    await expect(page.getByRole('search').getByRole('status')).toHaveText(`1 of ${count}`);
    await expect.poll(foundNow).toBe(sought.toLowerCase());
    await field.press('Enter');
    await expect(page.getByRole('search').getByRole('status')).toHaveText(`${Math.min(2, count)} of ${count}`);
    await expect.poll(foundNow).toBe(sought.toLowerCase());
    await keepPicture(page, `reader-find-${count}`);
    await field.fill('nowhere');
    await expect(page.getByRole('search').getByRole('status')).toHaveText('Not found');
    await field.press('Escape');
    await expect(field).toBeHidden();
    await expect(page.getByRole('button', { name: 'Close the document' })).toBeVisible();
  }
});

test('Markdown is drawn as a page, its passage marked', async ({ searchPage: page }) => {
  await openFirst(page, 'rent heating insurance', 'The room at home');
  await expect(reader(page).getByRole('heading', { name: 'Rented flats' })).toBeVisible();
  await expect.poll(() => marksIn(reader(page))).toEqual(expect.arrayContaining(['rent', 'heating', 'insurance']));
  await expect(reader(page).locator('mark').first()).toBeInViewport();
  await keepPicture(page, 'reader-markdown');
});

test('a quote is copied with its source, and the path alone', async ({ searchPage: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await expect.poll(() => passageIn(page)).toContain('circulation pump');
  await page.getByRole('button', { name: 'Copy quote with its source' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await clipboard()).toMatch(/^“.*circulation pump.*”\n— heating-manual\.pdf, page 2\n\/.*heating-manual\.pdf\n$/);
  await page.getByRole('toolbar').getByRole('button', { name: 'Copy path' }).click();
  await expect.poll(clipboard).toMatch(/^\/.*heating-manual\.pdf$/);
});

const ACTIVE = `<!doctype html><html><head><title>Lantern festival</title><script>document.title = 'owned'</script>
<style>body { display: none }</style><base href="https://elsewhere.example/"></head>
<body onload="document.title = 'owned'"><h1>Lantern festival</h1>
<p>Lanterns are lit at dusk <a href="https://elsewhere.example/more">on the quay</a>.
<img src="https://elsewhere.example/pixel.png" alt="a lantern" onerror="document.title = 'owned'"></p>
<iframe src="https://elsewhere.example/frame"></iframe><form action="https://elsewhere.example/"><input name="q"></form>
<p style="background: url(https://elsewhere.example/back.png)" id="main" class="passage">The last boat waits for nobody.</p>
<svg><a href="javascript:alert(1)"><text>click</text></a></svg><object data="https://elsewhere.example/o"></object></body></html>`;

const NOTE = `---
title: Weaving notes
---
# Weaving notes

The loom stands by the window, see [[Looms|my looms]] and [[Threads]].

<img src="https://elsewhere.example/x.png" onerror="document.title='owned'"> ![a shuttle](https://elsewhere.example/s.png)

| thread | weight |
| ------ | ------ |
| linen  | 40     |
`;

const SCRIPT = `def greet(name):
    """Says hello to a lighthouse keeper."""
    return f"Hello {name}"


print(greet("Ada"))
`;

const CALLOUTS = `# Beehives

The hives stand behind the shed, with their backs to the wind, and the bees fly over the hedge and away from the path.

> [!warning]- Smoke and **veil**
> Never open a hive without both. Light the smoker in the lee of the shed, and wait until the smoke is cool.

- [x] frames cleaned
- [ ] fondant ordered

The ==oxalic== treatment  
needs a day without brood, in December at the latest.

> [!tip]
> Write down the weight of every colony, twice a month and before the ivy blooms.

Whoever counts the fallen mites knows in July what the winter will bring for the colonies and their apiarist.
`;

test('callouts are titled blocks, and the words behind them are marked as a whole', async ({ freshHost, freshPage: page }) => {
  await writeFile(path.join(freshHost.libraryFolder, 'beehives.md'), CALLOUTS);
  await freshHost.indexLibrary();
  await openFirst(page, 'hives smoker brood colony apiarist', 'Beehives');
  const article = reader(page).getByRole('article');
  await expect(article.locator('.callout-title')).toHaveText(['Smoke and veil', 'Tip']);
  await expect(article).not.toContainText('[!');
  await expect(article.getByRole('listitem')).toHaveText(['☑ frames cleaned', '☐ fondant ordered']);
  await expect.poll(() => marksIn(article)).toEqual(expect.arrayContaining(['hives', 'smoker', 'brood', 'colony', 'apiarist']));
  expect(await passageIn(page)).toMatch(/The hives stand[^]*their apiarist\.$/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await keepPicture(page, `reader-callouts-${colorScheme}`);
  }
});

const LETTER =
  'نامهٔ نگهبان فانوس\n\nعدسی را هر شب پاک می‌کنم و روغن را می‌سنجم.\nThe ship is called Ada.\n\nکشتی‌ها از دور پیداست.\n';

test('a plain text is prose with the numbers of its lines at one side', async ({ freshHost, freshPage: page }) => {
  await writeFile(path.join(freshHost.libraryFolder, 'نامه.txt'), LETTER);
  await freshHost.indexLibrary();
  await openFirst(page, 'نگهبان عدسی روغن', 'نامه.txt');
  const lines = reader(page).locator('.line');
  await expect(lines).toHaveCount(6);
  await expect.poll(() => marksIn(reader(page))).toEqual(['نگهبان', 'عدسی', 'روغن']);
  for (const line of await lines.all()) await expect(line).toHaveCSS('direction', 'rtl');
  expect(await lines.first().evaluate((line) => getComputedStyle(line).fontFamily)).not.toContain('mono');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await keepPicture(page, `reader-text-rtl-${colorScheme}`);
  }
});

test('HTML, notes and code are drawn safely: nothing runs, nothing loads, lines are numbered', async ({
  freshHost,
  freshPage: page,
}) => {
  await writeFile(path.join(freshHost.libraryFolder, 'lantern.html'), ACTIVE);
  await writeFile(path.join(freshHost.libraryFolder, 'weaving.md'), NOTE);
  await writeFile(path.join(freshHost.libraryFolder, 'greet.py'), SCRIPT);
  await freshHost.indexLibrary();
  await openFirst(page, 'lanterns lit at dusk', 'Lantern festival');
  const article = reader(page).getByRole('article');
  await expect(article.getByRole('heading', { name: 'Lantern festival' })).toBeVisible();
  await expect(article.locator('mark').first()).toBeInViewport();
  await expect(article).toContainText('a lantern');
  expect(
    await article
      .locator('script, style, iframe, img, form, input, svg, object, [style], [id], [href], [src], [onerror]')
      .count(),
  ).toBe(0);
  await expect(article.locator('a', { hasText: 'on the quay' })).toHaveAttribute('title', 'https://elsewhere.example/more');
  await expect(page).not.toHaveTitle('owned');

  await openFirst(page, 'loom by the window', 'Weaving notes');
  await expect(article).toContainText('The loom stands by the window, see my looms and Threads.');
  await expect(article.getByRole('cell', { name: 'linen' })).toBeVisible();
  expect(await article.locator('img, [src], [href], [onerror]').count()).toBe(0);

  await openFirst(page, 'lighthouse keeper', 'greet.py');
  await expect(article.locator('mark').first()).toBeInViewport();
  const line = article.locator('.line').filter({ has: page.locator('mark') });
  await expect(line).toHaveAttribute('data-line', '2');
  await expect(article.locator('.line')).toHaveCount(6);
  await keepPicture(page, 'reader-code');
});

test('a file that is gone is said to be, while its document is open', async ({ freshHost, freshPage: page }) => {
  await freshHost.indexLibrary();
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  await expect(sheet(page, 2).locator('mark').first()).toBeInViewport();
  await rm(path.join(freshHost.libraryFolder, 'heating-manual.pdf'));
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  const notice = reader(page).getByText('The file is no longer there');
  const gone = reader(page).getByText('no longer in the library');
  await expect(notice.or(gone).first()).toBeVisible();
});

const ARABIC = path.join(
  process.env['AKIN_DATA'] ?? path.join(import.meta.dirname, '../../shared/data'),
  'files/pdf/test/pdfs/ArabicCIDTrueType.pdf',
);

test('in a PDF from right to left the words found are marked over what is drawn', async ({ freshHost, freshPage: page }) => {
  test.skip(!existsSync(ARABIC), 'the sample files are not here');
  await copyFile(ARABIC, path.join(freshHost.libraryFolder, 'arabic.pdf'));
  await freshHost.indexLibrary();
  await openFirst(page, 'انواع الخطوط العربية', 'arabic.pdf');
  await expect(sheet(page, 1)).toHaveAttribute('data-drawn', '');
  const marked = sheet(page, 1).locator('[data-passage]');
  await expect(marked.first()).toBeInViewport();
  const box = await marked.first().boundingBox();
  if (box === null) throw new Error('nothing is marked');
  expect(await inkIn(sheet(page, 1), box)).toBeGreaterThan(0.02);
  await keepPicture(page, 'reader-pdf-rtl');
});

test('a document opens in its own app and is revealed only where the host has a desktop', async ({ searchPage: page }) => {
  await openFirst(page, 'circulation pump', 'heating-manual.pdf');
  const tools = page.getByRole('toolbar', { name: 'Tools for the document' });
  await expect(tools.getByRole('button', { name: 'Copy path' })).toBeVisible();
  const hasDesktop = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) || process.platform !== 'linux';
  await expect(tools.getByRole('button', { name: 'Open in its own app' })).toHaveCount(hasDesktop ? 1 : 0);
  await expect(tools.getByRole('button', { name: 'Show in its folder' })).toHaveCount(hasDesktop ? 1 : 0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1180, 380]) {
    test(`a PDF at ${width} px in ${colorScheme} fits its pane`, async ({ searchPage: page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 760 });
      await openFirst(page, 'circulation pump', 'heating-manual.pdf');
      await expect(sheet(page, 2).locator('mark').first()).toBeInViewport();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      const tools = page.getByRole('toolbar', { name: 'Tools for the document' });
      expect(await tools.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
      await keepPicture(page, `reader-pdf-${width}-${colorScheme}`);
    });
  }
}
