import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { writePdf } from '../src-main/fixtures/pdf/write-pdf.ts';
import { expect, hits, keepPicture, marksIn, reader, searchField } from './akin.ts';
import { hasOthers, test } from './office.ts';

test.use({ viewport: { width: 1180, height: 760 } });

async function openFirst(page: Page, query: string, title: string): Promise<void> {
  await searchField(page).fill(query);
  await expect(hits(page).first()).toContainText(title);
  await hits(page).first().click();
  await expect(reader(page).getByRole('article')).toBeVisible();
}

const article = (page: Page): Locator => reader(page).getByRole('article');
const ticks = (page: Page): Locator => reader(page).locator('.tick');
const foundNow = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(CSS.highlights.get('akin-found-current') ?? [])].map(String));

test('a Word document is headings, paragraphs and lists, its words marked', async ({ officePage: page }) => {
  await openFirst(page, 'subletting consent folder:Home', 'Lease agreement');
  await expect(article(page).getByRole('heading', { name: '5. Use of the flat' })).toBeVisible();
  await expect(article(page).getByRole('listitem')).toHaveCount(3);
  const entry = article(page).getByRole('listitem').filter({ hasText: 'Subletting' });
  await expect.poll(() => marksIn(entry)).toEqual(['Subletting', 'consent']);
  await expect(entry.locator('mark').first()).toBeInViewport();
  await keepPicture(page, 'reader-docx');
});

test('a sheet is a table with the numbers of its rows, words marked in cells and names of columns', async ({
  officePage: page,
}) => {
  await openFirst(page, 'groceries guests holidays', 'Household budget 2024');
  const table = article(page).getByRole('table').first();
  await expect(article(page).getByRole('heading', { name: 'Months' })).toBeVisible();
  await expect(table.getByRole('columnheader')).toHaveText([
    'Month',
    'Rent',
    'Heating and power',
    'Groceries',
    'Travel',
    'Remark',
  ]);
  const row = table.getByRole('row').filter({ hasText: 'December' });
  await expect(row.getByRole('rowheader')).toHaveText('13');
  await expect(row.getByRole('cell')).toHaveText(['December', '840', '205', '610', '180', 'guests over the holidays']);
  await expect.poll(() => marksIn(row)).toEqual(['guests', 'holidays']);
  await expect.poll(() => marksIn(table.locator('thead'))).toEqual(['Groceries']);
  await expect(row.locator('mark').first()).toBeInViewport();
  await expect(table.getByRole('row').filter({ hasText: 'April' }).getByRole('cell').last()).toHaveText('');
  await keepPicture(page, 'reader-xlsx');
});

test('a CSV file is a table, and what is found in it is counted as it is seen', async ({ officePage: page }) => {
  await openFirst(page, 'quince jelly neighbours', 'Harvest 2019 to 2023.csv');
  const table = article(page).getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText(['year', 'fruit', 'tree', 'kilograms', 'remark']);
  const row = table.getByRole('row').filter({ hasText: 'jelly' });
  await expect(row.getByRole('rowheader')).toHaveText('11');
  await expect.poll(() => marksIn(row)).toEqual(['quince', 'jelly', 'neighbours']);
  await page.keyboard.press('Control+f');
  const field = page.getByRole('textbox', { name: 'Find in this document' });
  // The name of a column is written into every row of the text, and seen once.
  await field.fill('remark');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 1');
  await expect.poll(() => foundNow(page)).toEqual(['remark']);
  await field.fill('FROST');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 2');
  await field.press('Enter');
  await expect.poll(() => foundNow(page)).toEqual(['frost']);
  await keepPicture(page, 'reader-csv-find');
});

test('slides come with their numbers', async ({ officePage: page }) => {
  await openFirst(page, '书架 地下室', '社区阅览室');
  await expect(article(page).getByText('Slide 3', { exact: true })).toBeVisible();
  await expect(article(page).getByRole('heading', { name: '遇到的困难' })).toBeVisible();
  await expect.poll(async () => (await marksIn(article(page))).join(' ')).toContain('书架');
  await expect(article(page).locator('mark').first()).toBeInViewport();
  await keepPicture(page, 'reader-pptx');
});

test('an OpenDocument text and a book keep their headings', async ({ officePage: page }) => {
  await openFirst(page, 'паром ходит', 'Поездка на Байкал');
  await expect(article(page).getByRole('heading', { name: 'Остров Ольхон' })).toBeVisible();
  await expect.poll(() => marksIn(article(page).getByRole('listitem').first())).toEqual(['Паром', 'ходит']);
  await openFirst(page, 'варенье из крыжовника type:book', 'Бабушкины рецепты');
  await expect(article(page).getByRole('heading', { name: 'Варенье из крыжовника' })).toBeVisible();
  await expect(article(page).locator('mark').first()).toBeInViewport();
});

test('a message begins with who, to whom, when and about what', async ({ officePage: page }) => {
  await openFirst(page, 'sleeping compartment Lisbon Irun', 'Your night train is booked');
  const terms = article(page).getByRole('term');
  await expect(terms).toHaveText(['Subject', 'From', 'To', 'Date']);
  const told = article(page).getByRole('definition');
  await expect(told).toHaveText([
    'Your night train is booked',
    'Southern Night Trains <booking@night-trains.example>',
    'Mira Holt <mira@holt.example>',
    '2023-03-21 17:42',
  ]);
  await expect.poll(() => marksIn(article(page))).toEqual(expect.arrayContaining(['Lisbon', 'Irun']));
  await keepPicture(page, 'reader-mail');
});

test('a notebook is prose and code, cell by cell', async ({ officePage: page }) => {
  await openFirst(page, 'coffee after three in the afternoon', 'Sleep log');
  await expect(article(page).getByText('Cell 3', { exact: true })).toBeVisible();
  await expect(article(page).locator('pre').first()).toContainText('import statistics');
  await expect(article(page).locator('mark').first()).toBeInViewport();
  await keepPicture(page, 'reader-notebook');
});

const SUBTITLES = `1
00:00:01,500 --> 00:00:04,000
The old lighthouse keeper
polished the lens.

2
00:01:05,000 --> 00:01:08,000
<i>Nobody saw the ship come in.</i>
`;

test('subtitles are what is said, each sentence with its time, marked over lines and tags', async ({
  freshHost,
  freshPage: page,
}) => {
  await writeFile(path.join(freshHost.libraryFolder, 'keeper.srt'), SUBTITLES);
  await writeFile(
    path.join(freshHost.libraryFolder, 'فانوس.vtt'),
    'WEBVTT\n\n00:02.000 --> 00:04.000\nنگهبان فانوس دریایی\n\n00:04.100 --> 00:06.000\nعدسی را پاک کرد.\n',
  );
  await freshHost.indexLibrary();
  await openFirst(page, 'keeper polished lens ship', 'keeper.srt');
  await expect(article(page).locator('.clock')).toHaveText(['00:01', '01:05']);
  await expect(article(page).getByRole('paragraph')).toHaveText([
    'The old lighthouse keeper polished the lens.',
    'Nobody saw the ship come in.',
  ]);
  await expect.poll(() => marksIn(article(page))).toEqual(['keeper', 'polished', 'lens', 'ship']);
  await expect(reader(page)).not.toContainText('cannot be marked');
  await keepPicture(page, 'reader-subtitles');
  await openFirst(page, 'فانوس عدسی', 'فانوس.vtt');
  await expect.poll(() => marksIn(article(page))).toEqual(['فانوس', 'عدسی']);
  await expect(article(page).locator('.cue')).toHaveCSS('direction', 'rtl');
  await keepPicture(page, 'reader-subtitles-rtl');
});

test('a quote of chosen words says where these stand, not where the passage does', async ({ officePage: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openFirst(page, '书架 地下室', '社区阅览室');
  const last = article(page).getByText('请派一位代表在五月来参观');
  await last.selectText();
  await page.getByRole('button', { name: 'Copy quote with its source' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^“请派一位代表在五月来参观”\n— .*, slide 5\n\/.*pptx\n$/,
  );
});

/** Marked words of the reader that nothing has scrolled away. */
async function marksInSight(page: Page): Promise<number> {
  const frame = await reader(page).boundingBox();
  const boxes = await Promise.all((await reader(page).locator('mark').all()).map((mark) => mark.boundingBox()));
  return boxes.filter((box) => box !== null && frame !== null && box.y > frame.y && box.y < frame.y + frame.height).length;
}

test('ticks beside the scroll bar show what was found, and a press goes there', async ({ officePage: page }) => {
  for (const { query, title, drawn } of [
    { query: 'heating landlord type:word', title: 'Lease agreement', drawn: 'article' },
    { query: 'frost plum blossom type:text', title: 'Orchard diary', drawn: 'article' },
    { query: 'boiler pressure pump', title: 'heating-manual.pdf', drawn: '.pdf-page[data-drawn]' },
  ]) {
    await page.setViewportSize({ width: 1180, height: 760 });
    await openNamed(page, query, title);
    await page.setViewportSize({ width: 1180, height: 420 });
    await expect(reader(page).locator(drawn).first()).toBeVisible();
    await expect(reader(page).locator('mark').first()).toBeAttached();
    const position = reader(page).getByText(/^\d+ of \d+$/);
    const told = (await position.count()) === 0 ? '1 of 1' : ((await position.textContent()) ?? '');
    const total = Number(told.split(' of ')[1]);
    await expect(ticks(page)).toHaveCount(total);
    if (total < 2) continue;
    const current = reader(page).locator('.tick.is-current');
    const target = told.startsWith(`${total} `) ? ticks(page).first() : ticks(page).last();
    const box = await target.boundingBox();
    if (box === null) throw new Error('no tick');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect(position).not.toHaveText(told);
    await expect(current).toHaveCount(1);
    await expect.poll(() => marksInSight(page)).toBeGreaterThan(0);
    await keepPicture(page, `reader-ticks-${title.replaceAll(/\W+/g, '-')}`);
  }
});

async function openNamed(page: Page, query: string, title: string): Promise<void> {
  await searchField(page).fill(query);
  await hits(page).filter({ hasText: title }).first().click({ timeout: 15_000 });
  await expect(reader(page).getByRole('heading', { level: 2 })).toContainText(title);
}

test('the border between list and reader is moved by pointer and keys, remembered, and brought back', async ({
  officePage: page,
}) => {
  const handle = page.getByRole('separator', { name: 'Width of the list' });
  const widthOf = async (): Promise<number> => (await reader(page).boundingBox())?.width ?? 0;
  const before = await widthOf();
  const box = await handle.boundingBox();
  if (box === null) throw new Error('no handle');
  await page.mouse.move(box.x + 4, 300);
  await page.mouse.down();
  await page.mouse.move(box.x - 96, 320, { steps: 4 });
  await page.mouse.up();
  await expect.poll(widthOf).toBeCloseTo(before + 100, -1);
  const dragged = await handle.getAttribute('aria-valuenow');
  await page.reload();
  await expect(handle).toHaveAttribute('aria-valuenow', dragged ?? '');
  await expect.poll(widthOf).toBeCloseTo(before + 100, -1);
  await handle.focus();
  await page.keyboard.press('End');
  await expect.poll(widthOf).toBeCloseTo(400, -1);
  await keepPicture(page, 'split-end');
  await handle.dblclick();
  await expect.poll(widthOf).toBeCloseTo(before, -1);
  await page.setViewportSize({ width: 880, height: 760 });
  await expect(handle).toBeHidden();
});

test('from right to left the border moves the other way', async ({ officePage: page }) => {
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  const handle = page.getByRole('separator');
  const before = (await reader(page).boundingBox())?.width ?? 0;
  const box = await handle.boundingBox();
  if (box === null) throw new Error('no handle');
  await page.mouse.move(box.x + 4, 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 104, 320, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await reader(page).boundingBox())?.width ?? 0).toBeCloseTo(before + 100, -1);
  await handle.dblclick();
});

test.describe('files of other people', () => {
  test.skip(!hasOthers, 'the sample files are not here');

  const FOUND = [
    { query: 'watershed avalanche', title: 'Attachment Test', words: ['Watershed', 'Avalanche'] },
    { query: 'filename:columnar "row 7 of 10"', title: 'columnar.xlsx', words: ['row 7 of 10'] },
    { query: 'rectangle blue background dark border', title: 'Apache Tika', words: ['blue', 'background', 'dark', 'border'] },
    { query: 'short unordered list', title: 'lists.rtf', words: ['unordered', 'list'] },
    { query: '"Lonesomest Doll"', title: "Children's Literature", words: ['Lonesomest Doll'] },
    { query: 'figure out what is going wrong attaching', title: 'Another PDF', words: ['figure', 'wrong'] },
    { query: 'bottom left type:word', title: 'tables.docx', words: ['left'] },
  ];
  for (const { query, title, words } of FOUND)
    test(`"${query}" is marked in ${title}`, async ({ officePage: page }) => {
      await searchField(page).fill(query.replace('filename:columnar ', ''));
      await hits(page).filter({ hasText: title }).first().click();
      await expect.poll(async () => (await marksIn(article(page))).join(' ')).toContain(words[0]);
      const marked = (await marksIn(article(page))).join(' ');
      for (const word of words) expect(marked).toContain(word);
      await expect(article(page).locator('mark').first()).toBeInViewport();
      await keepPicture(page, `reader-other-${title.replaceAll(/\W+/g, '-')}`);
    });

  test('a scan without text is drawn, and says why nothing is found in it', async ({ officePage: page }) => {
    await searchField(page).fill('scan.pdf');
    await hits(page).filter({ hasText: 'scan.pdf' }).first().click();
    await expect(reader(page).locator('.pdf-page[data-drawn]').first()).toBeVisible();
    await expect(reader(page).getByText(/It holds no text, perhaps only pictures of text\.\s+Put a text layer/)).toBeVisible();
    await keepPicture(page, 'reader-scan');
  });
});

test('a PDF with a password says so and what helps, and nothing else', async ({ freshHost, freshPage: page }) => {
  const secret = writePdf({ pages: [[{ x: 50, y: 700, size: 10, text: 'Open sesame' }]], userPassword: 'sesame' });
  await writeFile(path.join(freshHost.libraryFolder, 'locked-cave.pdf'), secret);
  await freshHost.indexLibrary();
  await searchField(page).fill('locked-cave');
  await hits(page).first().click();
  await expect(reader(page).getByRole('alert')).toHaveText(/Locked with a password\.\s+Save a copy without the password/);
  await expect(reader(page).getByText('this is its text')).toHaveCount(0);
  await keepPicture(page, 'reader-encrypted');
});

test('a page on which nothing can be marked says so and offers the text', async ({ freshHost, freshPage: page }) => {
  // What somebody wrote into a form is read, and is no part of the text that is drawn.
  const form = writePdf({
    pages: [[{ x: 50, y: 700, size: 10, text: 'Application for a mooring' }]],
    fields: ['The harbour master whistles at noon'],
  });
  await writeFile(path.join(freshHost.libraryFolder, 'mooring.pdf'), form);
  await freshHost.indexLibrary();
  await searchField(page).fill('harbour master whistles');
  await hits(page).filter({ hasText: 'mooring' }).first().click();
  await expect(reader(page).getByText('What was found cannot be marked on this page.')).toBeVisible();
  await keepPicture(page, 'reader-unmarked');
  await reader(page).getByRole('button', { name: 'Show it in the text' }).click();
  await expect.poll(() => marksIn(article(page))).toEqual(['harbour', 'master', 'whistles']);
  await searchField(page).fill('circulation pump');
  await hits(page).filter({ hasText: 'heating-manual' }).first().click();
  await reader(page).getByRole('button', { name: 'Page', exact: true }).click();
  await expect(reader(page).locator('.pdf-page mark').first()).toBeInViewport();
  await expect(reader(page).getByText('cannot be marked')).toHaveCount(0);
});

const LOOKED_AT = [
  ['docx-fa', 'بخاری اتاق نماینده', 'درخواست پشتیبانی'],
  ['docx', 'subletting consent folder:Home', 'Lease agreement'],
  ['xlsx', 'groceries guests holidays', 'Household budget 2024'],
  ['mail', 'sleeping compartment Lisbon Irun', 'Your night train is booked'],
] as const;

for (const locale of ['en', 'fa-IR'])
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('letters, sheets and messages fit at every width, in light and dark', async ({ officePage: page }) => {
      for (const [name, query, title] of LOOKED_AT) {
        await page.setViewportSize({ width: 1180, height: 760 });
        await searchField(page).fill(query);
        await hits(page).filter({ hasText: title }).first().click();
        await expect(page.locator('article mark').first()).toBeInViewport();
        for (const width of [1180, 900, 560, 380]) {
          await page.setViewportSize({ width, height: 760 });
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await keepPicture(page, `office-${name}-${locale}-${width}-${colorScheme}`);
          }
        }
      }
    });
  });
