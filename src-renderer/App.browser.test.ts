import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { EngineError, folderId, type Folder } from '#contract';
import App from './App.svelte';
import { createConnection, type Connection } from './client/connection.ts';
import { en } from './locales/en.ts';
import { createApp } from './state/app.ts';
import {
  coverageOf,
  createLibraryDouble,
  fileOf,
  noCounts,
  progressOf,
  resultOf,
  resultsOf,
  type LibraryDouble,
} from './testing/library-double.ts';
import { createSpeech } from './text/speech.ts';
import './styles/tokens.css';
import './styles/base.css';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const folder: Folder = {
  id: folderId.parse(1),
  path: '/files',
  isAvailable: true,
  heldBecause: null,
  isSample: false,
  troubles: [],
  counts: { ...noCounts, indexed: 2 },
};

async function open(change: (double: LibraryDouble) => void): Promise<LibraryDouble> {
  const double = createLibraryDouble();
  double.methods['library.listFolders'] = () => [folder];
  change(double);
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  await page.viewport(1180, 760);
  await render(App, { app: createApp(connection), speech: createSpeech('en', en) });
  return double;
}

const field = () => page.getByRole('combobox');

test('the first run asks for a folder and says in words why one was not taken', async () => {
  let folders: Folder[] = [];
  await open((double) => {
    double.methods['library.listFolders'] = () => folders;
    double.methods['library.addFolder'] = ({ path }) => {
      if (path !== '/files') throw new EngineError('folderNotFound', 'none');
      folders = [folder];
      return folder;
    };
  });
  const path = page.getByLabelText('Path of a folder');
  await path.fill('/nowhere');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('There is no such folder, or it cannot be opened. Check the path.');
  await path.fill('/files');
  await userEvent.keyboard('{Enter}');
  await expect.element(field()).toBeVisible();
});

test('results show their highlights as marks, never as markup', async () => {
  await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, ['see <b>rent</b> & more'], 'rent')]);
  });
  await field().fill('rent');
  const option = page.getByRole('option').first();
  await expect.poll(() => option.element().querySelector('.snippet')?.textContent?.trim()).toBe('see <b>rent</b> & more');
  expect(option.element().querySelector('mark')?.textContent).toBe('rent');
  expect(option.element().querySelector('.snippet b')).toBeNull();
});

test('a name that was found is marked, in a row without a passage where nothing was read, and folders stand above', async () => {
  await open((double) => {
    double.methods['library.documentText'] = () => {
      throw new EngineError('extractionFailed', 'not read', { details: { reason: 'unsupportedType' } });
    };
    double.methods['search.query'] = ({ query }) => {
      const named = {
        ...resultOf(1, [], ''),
        path: '/files/Taxes/Quarterly report 2025.xlsx',
        title: 'Quarterly report 2025.xlsx',
      };
      const titled = { ...resultOf(2, ['text'], 'none'), path: '/files/report-q.md' };
      const folders = ['Report', 'b/report', 'c/report', 'd/report'].map((path) => ({
        folderId: folder.id,
        path: `/files/${path}`,
        score: 1,
        nameHighlights: [[0, 6]] as [number, number][],
      }));
      return resultsOf(
        query,
        [
          { ...named, nameHighlights: [[10, 16]] },
          { ...titled, nameHighlights: [[0, 6]] },
        ],
        { folders },
      );
    };
  });
  await field().fill('report');
  await expect.poll(() => page.getByRole('option').all().length).toBe(2);
  const marks = (element: Element): string[] => [...element.querySelectorAll('mark')].map((mark) => mark.textContent);
  const [named, titled] = page.getByRole('option').all();
  expect(named === undefined ? [] : marks(named.element())).toEqual(['report']);
  expect(named?.element().querySelector('.snippet')).toBeNull();
  expect(titled === undefined ? [] : marks(titled.element())).toEqual(['report']);
  await named?.click();
  await expect.element(page.getByText(en['reason.unsupportedType'])).toBeVisible();
  await expect.element(page.getByRole('button', { name: en['error.retry'] })).not.toBeInTheDocument();
  const folders = page.getByRole('list', { name: 'Folders' });
  await expect.poll(() => marks(folders.element())).toEqual(['Report', 'report', 'report']);
  await page.getByRole('button', { name: '+ 1 more folder' }).click();
  await expect.poll(() => marks(folders.element()).length).toBe(4);
});

test('keys alone search, open, follow passages and step back', async () => {
  const texts = ['alpha rent', 'beta rent'];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, texts, 'rent'), resultOf(2, texts, 'rent')]);
    double.methods['library.documentText'] = () => ({
      path: '/files/1.md',
      title: 'Document 1',
      text: texts.join('\n'),
      start: 0,
      length: texts.join('\n').length,
      pages: [],
      anchors: [],
      encoding: null,
    });
  });
  await expect.element(field()).toBeVisible();
  await expect.element(field()).toHaveFocus();
  await userEvent.keyboard('{Escape}/rent');
  await expect.element(field()).toHaveValue('rent');
  await expect.poll(() => page.getByRole('option').all().length).toBe(4);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}{Enter}');
  const passage = () => [...document.querySelectorAll('[data-passage]')].map((piece) => piece.textContent).join('');
  await expect.poll(passage).toBe('alpha rent');
  await userEvent.keyboard('{F4}');
  await expect.poll(passage).toBe('beta rent');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText('Open a result to read it here.')).toBeVisible();
  await expect.element(field()).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(field()).toHaveValue('');
});

test('the status line tells counts and progress, that the engine restarts, and that it is back', async () => {
  const double = await open(() => undefined);
  double.publish(progressOf({ counts: { ...noCounts, queued: 2, indexed: 8 }, documentsTotal: 10, isSettled: false }));
  const status = page.getByRole('contentinfo');
  await expect.element(status).toHaveTextContent('8 of 10 searchable reading 2 files');
  double.isDown = true;
  double.kill();
  await expect.element(status).toHaveTextContent('The engine is restarting. You can go on typing.');
  await field().fill('still typing');
  await expect.element(page.getByText(en['search.waiting'])).toBeVisible();
  double.isDown = false;
  await expect.element(page.getByText('Nothing found for “still typing”.')).toBeVisible();
  await expect.element(status).toHaveTextContent('8 of 10 searchable reading 2 files');
});

test('the library names files that need attention with a reason in words, page by page', async () => {
  await open((double) => {
    double.progress = progressOf({ counts: { ...noCounts, indexed: 2, failed: 60 }, documentsTotal: 62 });
    double.methods['library.files'] = ({ limit, cursor }) => {
      const from = Number(cursor ?? 0);
      const count = Math.min(limit, 60 - from);
      const files = Array.from({ length: count }, (_, index) => fileOf(from + index + 1, { reason: 'encrypted' }));
      return { files, total: 60, nextCursor: from + limit < 60 ? String(from + limit) : null };
    };
  });
  await page.getByRole('button', { name: '60 need attention' }).click();
  await expect.element(page.getByText('60 files need attention')).toBeVisible();
  const reasons = (): number =>
    [...document.querySelectorAll('li')].filter((row) => row.textContent.includes('Could not be read: Locked with a password.'))
      .length;
  await expect.poll(reasons).toBeGreaterThan(5);
  const isShown = (name: string): boolean => [...document.querySelectorAll('li')].some((row) => row.textContent.includes(name));
  expect(isShown('60.md')).toBe(false);
  await expect
    .poll(() => {
      const pane = page.getByRole('region', { name: 'Files' }).element();
      pane.scrollTop = pane.scrollHeight;
      return isShown('60.md');
    })
    .toBe(true);
  expect(reasons()).toBeLessThanOrEqual(40);
});

test('files are chosen by state and reason, and read again one by one or all', async () => {
  const asked: unknown[] = [];
  let files = [fileOf(1, { reason: 'corrupt' }), fileOf(2, { reason: 'tooLarge', state: 'skipped' })];
  await open((double) => {
    double.progress = progressOf({ counts: { ...noCounts, nameOnly: 1, failed: 1, skipped: 1 }, documentsTotal: 3 });
    double.methods['library.coverage'] = () => coverageOf({ byReason: [{ reason: 'corrupt', count: 1 }] });
    double.methods['library.files'] = ({ filter }) => {
      asked.push(filter);
      return { files, total: files.length, nextCursor: null };
    };
    double.methods['library.retry'] = ({ documentIds, filter }) => {
      asked.push(documentIds ?? filter.reasons);
      files = [];
      return { queued: 1 };
    };
  });
  await page.getByRole('button', { name: 'Library' }).click();
  await expect.element(page.getByText('0 of 3 searchable · 1 by name alone')).toBeVisible();
  await expect.element(page.getByText(/damaged and could not be opened\. Save it anew/)).toBeVisible();
  await page.getByRole('combobox', { name: 'For the reason' }).selectOptions('corrupt');
  await expect.poll(() => asked.at(-1)).toMatchObject({ states: ['partial', 'skipped', 'failed'], reasons: ['corrupt'] });
  await page.getByRole('button', { name: 'Read again: 1.md' }).click();
  await expect.poll(() => asked).toContainEqual([1]);
  await expect.element(page.getByText('No file is like that.')).toBeVisible();

  files = [fileOf(2, { reason: 'tooLarge', state: 'skipped' })];
  await page.getByRole('combobox', { name: 'For the reason' }).selectOptions('For any reason');
  await page.getByRole('button', { name: 'Read all again' }).click();
  await expect.poll(() => asked).toContainEqual([]);
  await expect.element(page.getByText('Every file could be read.')).toBeVisible();

  await page.getByRole('combobox', { name: 'Show', exact: true }).selectOptions('All files');
  await expect.poll(() => asked.at(-1)).toMatchObject({ states: [], reasons: [] });
});

test('reading is paused and goes on from the library', async () => {
  await open((double) => {
    double.progress = progressOf({ counts: { ...noCounts, queued: 3, indexed: 1 }, documentsTotal: 4, isSettled: false });
    double.methods['library.pause'] = () => {
      double.publish({ ...double.progress, paused: 'byUser' });
      return null;
    };
    double.methods['library.resume'] = () => {
      double.publish({ ...double.progress, paused: null });
      return null;
    };
  });
  await page.getByRole('button', { name: 'Library' }).click();
  await expect.element(page.getByText('1 of 4 searchable · 3 waiting')).toBeVisible();
  await page.getByRole('button', { name: 'Pause reading' }).click();
  await page.getByRole('button', { name: 'Go on reading' }).click();
  await expect.element(page.getByRole('button', { name: 'Pause reading' })).toBeVisible();
});
