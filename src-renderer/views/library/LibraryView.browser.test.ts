import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { folderId, type Folder, type Progress } from '#contract';
import App from '../../App.svelte';
import { createConnection, type Connection } from '../../client/connection.ts';
import { en } from '../../locales/en.ts';
import { fa } from '../../locales/fa.ts';
import { createApp } from '../../state/app.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import {
  coverageOf,
  createLibraryDouble,
  fileOf,
  noCounts,
  progressOf,
  type LibraryDouble,
} from '../../testing/library-double.ts';
import { createSpeech } from '../../text/speech.ts';
import '../../styles/tokens.css';
import '../../styles/base.css';

let connection: Connection | undefined;
afterEach(() => {
  connection?.close();
  document.documentElement.removeAttribute('dir');
  document.documentElement.lang = 'en';
  document.documentElement.style.removeProperty('color-scheme');
});

const folder: Folder = {
  id: folderId.parse(1),
  path: '/home/me/Papers',
  isAvailable: true,
  heldBecause: null,
  isSample: false,
  troubles: [],
  counts: { ...noCounts, indexed: 12_431, failed: 71 },
};
const counts = { ...noCounts, indexed: 12_431, failed: 71 };

type Look = { readonly progress?: Partial<Progress>; readonly folders?: readonly Folder[]; readonly width?: number };

async function openLibrary(
  { progress = {}, folders = [folder], width = 1180 }: Look,
  change: (double: LibraryDouble) => void = () => undefined,
  [locale, catalogue]: [string, Catalogue] = ['en', en],
): Promise<LibraryDouble> {
  const double = createLibraryDouble();
  double.progress = progressOf({ counts, documentsTotal: 12_502, ...progress });
  double.methods['library.listFolders'] = () => [...folders];
  double.methods['library.indexSize'] = () => ({ chunks: 214_300, vectors: 214_100, sizeBytes: 214_000_000 });
  double.methods['library.files'] = () => ({
    files: [fileOf(1, { path: '/home/me/Papers/2019 insurance policy.pdf', type: 'pdf', reason: 'encrypted' })],
    total: 71,
    nextCursor: null,
  });
  change(double);
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  await page.viewport(width, 760);
  const app = createApp(connection);
  await render(App, { app, speech: createSpeech(locale, catalogue) });
  app.frame.show('library');
  return double;
}

/** For people to look at. */
async function keepPicture(name: string): Promise<void> {
  await page.screenshot({ path: `../../../e2e/screenshots/library-state-${name}.png` });
}

test('what reading does, and what it waits for, is said in words', async () => {
  const double = await openLibrary({});
  const told = page.getByRole('status').first();
  await expect.element(told).toHaveTextContent('Nothing is waiting to be read.');
  await keepPicture('all-well');
  const until = new Date(2030, 0, 1, 14, 30).getTime();
  const busy = { counts: { ...counts, queued: 40_000 }, isSettled: false };
  const states: [string, Partial<Progress>, string][] = [
    ['paused', { ...busy, paused: 'byUser' }, 'Reading is paused until you let it go on.'],
    ['paused-until', { ...busy, paused: 'byUser', pausedUntil: until }, 'Reading is paused until Tue, Jan 1, 2:30'],
    ['battery', { ...busy, paused: 'onBattery' }, 'Reading waits for mains power.'],
    [
      'disk-full',
      { ...busy, paused: 'diskFull', trouble: 'diskFull' },
      'The disk is full. Free some space, and reading goes on.',
    ],
    ['reading', busy, 'Reading: 40,000 files are left · no estimate of the time yet'],
    ['reading-estimate', { ...busy, remainingMs: 5 * 3_600_000 }, 'Reading: 40,000 files are left · about 5 hr left'],
    ['scanning', { isSettled: false, isScanning: true }, 'Looking for files'],
  ];
  for (const [name, change, sentence] of states) {
    double.publish(progressOf({ counts, documentsTotal: 52_502, ...change }));
    await expect.poll(() => told.element().textContent).toContain(sentence);
    await keepPicture(name);
  }
});

test('a library with nothing in it says so', async () => {
  await openLibrary({ progress: { counts: noCounts, documentsTotal: 0 }, folders: [] }, (double) => {
    double.methods['library.files'] = () => ({ files: [], total: 0, nextCursor: null });
  });
  await expect.element(page.getByText('No folder yet.')).toBeVisible();
  await expect.element(page.getByText('Nothing has been read yet.')).toBeVisible();
  await keepPicture('empty');
});

for (const [width, locale] of [
  [1180, 'en'],
  [380, 'en'],
  [900, 'fa'],
  [380, 'fa'],
] as const) {
  test(`long paths, a folder that is away and many reasons fit into ${width} px in ${locale}`, async () => {
    const deep = `/media/archive/${'Correspondence of the years before the flood/'.repeat(6)}Letters and drafts of a long summer.docx`;
    const away: Folder = { ...folder, id: folderId.parse(2), path: '/media/archive', isAvailable: false, heldBecause: 'missing' };
    const crowded: Folder = { ...folder, id: folderId.parse(3), path: '/srv/everything', troubles: ['watchLimit'] };
    document.documentElement.lang = locale;
    if (locale === 'fa') document.documentElement.dir = 'rtl';
    await openLibrary(
      { width, folders: [folder, away, crowded] },
      (double) => {
        double.methods['library.coverage'] = () =>
          coverageOf({
            byReason: [{ reason: 'encodingGuessed', count: 2 }],
            byType: [
              { type: 'pdf', counts },
              { type: 'text', counts },
            ],
          });
        double.methods['library.files'] = () => ({
          files: [
            fileOf(1, { path: deep, reason: 'encrypted' }),
            fileOf(2, { path: '/srv/everything/list.txt', state: 'partial', reason: 'encodingGuessed', type: 'text' }),
            fileOf(3, { path: '/srv/everything/gone.pdf', reason: 'missing', type: 'pdf' }),
          ],
          total: 3,
          nextCursor: null,
        });
      },
      locale === 'fa' ? ['fa', fa] : ['en', en],
    );
    await keepPicture(`long-${width}-${locale}`);
    // In a narrow window the files stand below the folders, and rows come to be as they are scrolled to.
    const rowCount = (): number => {
      const view = document.querySelector('main section');
      if (width < 900) view?.scrollTo(0, view.scrollHeight);
      return document.querySelectorAll('ul li .row').length;
    };
    await expect.poll(rowCount).toBe(3);
    const overflowing = [...document.querySelectorAll('main, main section, header, .side, .main')].filter(
      (element) => element.scrollWidth > element.clientWidth + 1,
    );
    expect(overflowing).toEqual([]);
    await keepPicture(`long-${width}-${locale}-files`);
  });
}

test('a file in doubtful letters is read in the encoding that is chosen, or in one that is guessed again', async () => {
  const asked: (string | null)[] = [];
  await openLibrary({}, (double) => {
    double.methods['library.files'] = () => ({
      files: [fileOf(1, { path: '/home/me/Papers/letter.txt', state: 'partial', reason: 'encodingGuessed', type: 'text' })],
      total: 1,
      nextCursor: null,
    });
    double.methods['library.setEncoding'] = ({ encoding }) => {
      asked.push(encoding);
      return null;
    };
  });
  for (const choices of [['windows-1250'], ['windows-1250', 'Guess it again']]) {
    await page.getByRole('button', { name: 'Choose encoding of letter.txt' }).click();
    const encodings = page.getByRole('combobox', { name: 'Encoding' });
    for (const choice of choices) await encodings.selectOptions(choice);
    await page.getByRole('button', { name: 'Read it so' }).click();
    await expect.element(encodings).not.toBeInTheDocument();
  }
  expect(asked).toEqual(['windows-1250', null]);
});

const LIBRARY_OF = 100_000;

test('a hundred thousand files scroll with few rows on the page, each page asked for when it comes near', async () => {
  const cursors: (string | null)[] = [];
  await openLibrary({}, (double) => {
    double.methods['library.files'] = ({ limit, cursor }) => {
      cursors.push(cursor);
      const from = Number(cursor ?? 0);
      const files = Array.from({ length: limit }, (_, index) => fileOf(from + index + 1, { reason: 'encrypted' }));
      return { files, total: LIBRARY_OF, nextCursor: from + limit < LIBRARY_OF ? String(from + limit) : null };
    };
  });
  const pane = page.getByRole('region', { name: 'Files' }).element();
  const rows = (): HTMLElement[] => [...pane.querySelectorAll<HTMLElement>('li')];
  await expect.poll(() => rows().length).toBeGreaterThan(5);
  await expect.element(page.getByText('100,000 files need attention')).toBeVisible();
  for (let step = 0; step < 8; step += 1) {
    const before = cursors.length;
    pane.scrollTop = pane.scrollHeight;
    await expect.poll(() => cursors.length).toBeGreaterThan(before);
    expect(rows().length).toBeLessThanOrEqual(40);
  }
  const asked = cursors.filter((cursor) => cursor !== null);
  expect(new Set(asked).size).toBe(asked.length);
  await expect.poll(() => rows().some((row) => Number(/(\d+)\.md/.exec(row.textContent)?.[1]) > 1000)).toBe(true);
});

test('of the previews that typing asks for only the newest is shown', async () => {
  const answers: (() => void)[] = [];
  await openLibrary({}, (double) => {
    double.methods['library.ignoreRules'] = () => ({ defaults: '# none\n.*\n', rules: [] });
    double.methods['library.previewIgnoreRules'] = ({ patterns }) =>
      new Promise((resolve) => {
        const hidden = patterns.length;
        answers.push(() => resolve({ hidden, shown: 0, hiddenPaths: [], shownPaths: [], invalidLines: [] }));
      });
  });
  await page.getByRole('button', { name: 'What is left out' }).click();
  const patterns = page.getByRole('textbox', { name: 'Patterns' });
  await patterns.fill('a');
  await expect.poll(() => answers.length).toBe(1);
  await patterns.fill('abc');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.();
  await expect.element(page.getByText('3 files would be left out.')).toBeVisible();
  answers[0]?.();
  await expect.element(page.getByText('3 files would be left out.')).toBeVisible();
  await userEvent.clear(patterns);
  await expect.element(page.getByRole('button', { name: 'Close', exact: true })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(patterns).not.toBeInTheDocument();
});
