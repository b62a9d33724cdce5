import type { Locator, Page } from '@playwright/test';
import { expect, hits, searchField } from './akin.ts';
import type { Words } from './words.ts';

/** A state of the page over the library of `stage.ts`, reached from the page as it opens, in any language. */
export type Scene = {
  readonly name: string;
  readonly arrange: (page: Page, words: Words) => Promise<void>;
  /** What floats stays where the window was when it was opened: it is arranged anew for each width. */
  readonly isFloating?: boolean;
  /** The page it is a state of, where that is not the main one. */
  readonly address?: '/quick';
};

const passage = (page: Page): Locator => page.locator('[data-passage]').first();
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });

async function searchFor(page: Page, query: string): Promise<void> {
  await searchField(page).fill(query);
  await expect(hits(page).first()).toBeVisible();
}

async function read(page: Page, query: string, title: string): Promise<void> {
  await searchFor(page, query);
  const hit = hits(page).filter({ hasText: title }).first();
  await hit.click();
  await expect(passage(page)).toBeInViewport();
}

async function openLibrary(page: Page, { library }: Words): Promise<void> {
  await button(page, library).click();
  await expect(page.getByText('locked.pdf', { exact: true })).toBeVisible();
}

async function openSettings(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('radiogroup').first()).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible();
}

/** Opens the page anew with nothing kept of what was done before: scenes share an engine, and come in any order. */
async function beginAnew(page: Page, { clearHistory }: Words): Promise<void> {
  await openSettings(page);
  const clear = button(page, clearHistory);
  if (await clear.isEnabled()) await clear.click();
  await expect(clear).toBeDisabled();
  await page.goto(new URL('/', page.url()).href);
  await expect(searchField(page)).toBeFocused();
}

/** Leaves documents behind as opened lately whose names are hard to show. */
async function openLately(page: Page, words: Words): Promise<void> {
  await beginAnew(page, words);
  await read(page, 'rent heating', 'The room at home');
  await read(page, 'notice period of the lease', 'Lease agreement');
  await read(page, 'frost guard common property', 'Heating of shared houses');
  await read(page, 'گرمایش و بیمه', 'اتاق کار در خانه');
  await read(page, 'AX-300 boiler', 'گزارش boiler');
  await read(page, 'boiler committee', 'minutes_of_the_meeting');
}

const SEARCH_SCENES: readonly Scene[] = [
  { name: 'search-start', arrange: beginAnew },
  {
    name: 'search-offers',
    async arrange(page, words) {
      await openLately(page, words);
      await page.keyboard.press('Escape');
      await searchField(page).fill('');
      await searchField(page).focus();
      await expect(page.getByRole('option', { name: 'minutes_of_the_meeting' })).toBeVisible();
    },
  },
  {
    name: 'search-results',
    async arrange(page) {
      await searchFor(page, 'boiler frost');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'search-chips',
    async arrange(page) {
      await searchFor(page, 'type:markdown folder:Notes room work');
      await expect(page.locator('.chip')).toHaveCount(2);
    },
  },
  {
    name: 'search-more-passages',
    async arrange(page) {
      await searchFor(page, 'room');
      await page.locator('.row.toggle').first().click();
      await expect(page.locator('.row.further').first()).toBeVisible();
    },
  },
  {
    name: 'search-facets',
    async arrange(page, { addFilter }) {
      await searchFor(page, 'frost');
      await button(page, addFilter).click();
      await expect(page.getByRole('dialog').getByRole('group')).toHaveCount(4);
    },
    isFloating: true,
  },
  {
    name: 'search-completion',
    async arrange(page) {
      await searchField(page).fill('lang:');
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('option', { name: /lang:fa/ })).toBeVisible();
    },
  },
  {
    name: 'search-order',
    async arrange(page) {
      await searchFor(page, 'frost');
      await page.locator('[aria-haspopup="menu"]').first().click();
      await expect(page.getByRole('menuitemradio').first()).toBeVisible();
    },
    isFloating: true,
  },
  {
    name: 'search-menu',
    async arrange(page) {
      await searchFor(page, 'frost');
      await page.keyboard.press('Control+Shift+K');
      await expect(page.getByRole('menuitem').first()).toBeVisible();
    },
    isFloating: true,
  },
  {
    name: 'search-selection',
    async arrange(page) {
      await searchFor(page, 'frost');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await expect(page.locator('.row.marked').first()).toBeVisible();
    },
  },
  {
    name: 'search-why',
    async arrange(page, { why }) {
      await searchFor(page, 'circulation pump');
      await page.keyboard.press('Control+Shift+K');
      await page.getByRole('menuitem', { name: why }).click();
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
    },
  },
  {
    name: 'search-none',
    async arrange(page, { whyNot }) {
      await searchField(page).fill('+zeppelin');
      await expect(button(page, whyNot)).toBeVisible();
    },
  },
  {
    name: 'search-none-filters',
    async arrange(page, { whyNot }) {
      await searchField(page).fill('type:html pump');
      await expect(button(page, whyNot)).toBeVisible();
    },
  },
  {
    name: 'search-why-not',
    async arrange(page, { whyNot, fileName }) {
      await searchField(page).fill('type:html pump');
      await button(page, whyNot).click();
      await page.getByLabel(fileName).fill('heating');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /heating-manual/ })
        .click();
      await expect(page.getByRole('dialog').getByText('type:html').last()).toBeVisible();
    },
  },
];

const READER_SCENES: readonly Scene[] = [
  {
    name: 'reader-pdf',
    async arrange(page) {
      await read(page, 'circulation pump', 'heating-manual.pdf');
      await expect(page.locator('.pdf-page[data-drawn] mark').first()).toBeVisible();
    },
  },
  {
    name: 'reader-pdf-text',
    async arrange(page, { asText }) {
      await read(page, 'circulation pump', 'heating-manual.pdf');
      await button(page, asText).click();
      await expect(passage(page)).toBeInViewport();
    },
  },
  {
    name: 'reader-find',
    async arrange(page) {
      await read(page, 'rent heating insurance', 'The room at home');
      await page.keyboard.press('Control+f');
      await page.getByRole('search').getByRole('textbox').fill('room');
      await expect(page.getByRole('search').getByRole('status')).not.toBeEmpty();
    },
  },
  { name: 'reader-markdown', arrange: (page) => read(page, 'rent heating insurance', 'The room at home') },
  { name: 'reader-persian', arrange: (page) => read(page, 'گرمایش و بیمه', 'اتاق کار در خانه') },
  { name: 'reader-mixed', arrange: (page) => read(page, 'AX-300 boiler', 'گزارش boiler') },
  { name: 'reader-html', arrange: (page) => read(page, 'ferry lighthouse', 'Harbour timetable') },
  { name: 'reader-code', arrange: (page) => read(page, 'keeper of the beacon', 'greet.py') },
  { name: 'reader-word', arrange: (page) => read(page, 'notice period of the lease', 'Lease agreement') },
  { name: 'reader-sheet', arrange: (page) => read(page, 'household budget electricity', 'Household budget') },
  { name: 'reader-slides', arrange: (page) => read(page, '社区阅览室', '社区阅览室') },
  { name: 'reader-long-name', arrange: (page) => read(page, 'boiler committee', 'minutes_of_the_meeting') },
];

const LIBRARY_SCENES: readonly Scene[] = [
  { name: 'library', arrange: openLibrary },
  {
    name: 'library-tree',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.foldersInPapers).click();
      await expect(page.getByText('Archive', { exact: true }).first()).toBeVisible();
    },
  },
  {
    name: 'library-all-files',
    async arrange(page, words) {
      await openLibrary(page, words);
      await page.getByRole('combobox', { name: words.chooseFiles, exact: true }).selectOption(words.allFiles);
      await expect(page.getByText('Lease agreement.docx', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'library-encoding',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.encodingOfLetter).click();
      await expect(page.locator('option', { hasText: 'windows-1250' }).first()).toBeAttached();
    },
  },
  {
    name: 'library-rules',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.leaveOutOfPapers).click();
      await page.getByRole('textbox', { name: words.patterns }).fill('Notes/\n[open');
      await expect(page.getByText('[open', { exact: false }).last()).toBeVisible();
    },
  },
  {
    name: 'library-rules-of-all',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.leftOut).click();
      await page.getByRole('textbox', { name: words.patterns }).fill('*.md');
      await expect(page.getByText('home-office.md').first()).toBeVisible();
    },
  },
  {
    name: 'library-remove',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.remove).click();
    },
  },
  {
    name: 'library-rebuild',
    async arrange(page, words) {
      await openLibrary(page, words);
      await button(page, words.rebuild).click();
    },
  },
];

const SETTINGS_SCENES: readonly Scene[] = [
  { name: 'settings', arrange: openSettings },
  {
    name: 'settings-end',
    async arrange(page) {
      await openSettings(page);
      await page.locator('main :is(h2, h3)').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'help-search',
    async arrange(page, { helpOnSearch }) {
      await openSettings(page);
      await button(page, helpOnSearch).click();
      await expect(page.getByRole('table').first()).toBeVisible();
    },
  },
  {
    name: 'help-formats',
    async arrange(page, { helpOnFormats }) {
      await openSettings(page);
      await button(page, helpOnFormats).click();
      await expect(page.getByRole('table').first()).toBeVisible();
    },
  },
];

const QUICK_SCENES: readonly Scene[] = [
  {
    name: 'quick-start',
    async arrange(page, words) {
      await openLately(page, words);
      await page.goto(new URL('/quick', page.url()).href);
      await expect(page.getByRole('option', { name: 'minutes_of_the_meeting' })).toBeVisible();
      await expect(searchField(page)).toBeFocused();
    },
  },
  {
    name: 'quick-results',
    address: '/quick',
    async arrange(page) {
      await searchField(page).fill('boiler frost');
      await expect(page.getByRole('option').nth(2)).toBeVisible();
    },
  },
  {
    name: 'quick-preview',
    address: '/quick',
    async arrange(page) {
      await searchField(page).fill('rent heating');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Control+y');
      await expect(page.getByRole('region').locator('mark').first()).toBeVisible();
    },
  },
  {
    name: 'quick-actions',
    address: '/quick',
    async arrange(page) {
      await searchField(page).fill('rent heating');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('menuitem').first()).toBeFocused();
    },
    isFloating: true,
  },
];

export const SCENES: readonly Scene[] = [
  ...QUICK_SCENES,
  ...SEARCH_SCENES,
  ...READER_SCENES,
  ...LIBRARY_SCENES,
  ...SETTINGS_SCENES,
];
