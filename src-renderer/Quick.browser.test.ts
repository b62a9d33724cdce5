import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { EngineError, folderId, type Folder, type SearchResults } from '#contract';
import { createConnection, type Connection } from './client/connection.ts';
import type { Place } from './client/windows.ts';
import { en } from './locales/en.ts';
import Quick from './Quick.svelte';
import { PanelState } from './state/quick/panel.svelte.ts';
import './styles/base.css';
import './styles/tokens.css';
import { createLibraryDouble, noCounts, progressOf, resultOf, resultsOf, type LibraryDouble } from './testing/library-double.ts';
import { createSpeech } from './text/speech.ts';

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

type Opened = { readonly double: LibraryDouble; readonly places: Place[]; readonly closings: string[] };

/** The panel of a host without a desktop; `change` says what its engine answers. */
async function open(change: (double: LibraryDouble) => void, { isOpenedByPage = false } = {}): Promise<Opened> {
  const double = createLibraryDouble();
  double.methods['library.listFolders'] = () => [folder];
  double.progress = progressOf({ counts: folder.counts, documentsTotal: 2 });
  change(double);
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  const places: Place[] = [];
  const closings: string[] = [];
  const windows = {
    showInMain: (place: Place) => void places.push(place),
    isOpenedByPage,
    closePanel: () => void closings.push('closed'),
  };
  const panel = new PanelState({ connection, windows, copy: async () => undefined, onSettings: () => undefined });
  await page.viewport(720, 480);
  await render(Quick, { panel, speech: createSpeech('en', en) });
  await expect.element(field()).toHaveFocus();
  return { double, places, closings };
}

const field = () => page.getByRole('combobox');
const rows = () => page.getByRole('option');
const titles = (): string[] =>
  rows()
    .elements()
    .map((row) => row.querySelector('.title')?.textContent.trim() ?? '');

/** A search whose answers a test gives one by one. */
function slowly(double: LibraryDouble): Map<string, (results: SearchResults) => void> {
  const answers = new Map<string, (results: SearchResults) => void>();
  double.methods['search.query'] = ({ query }) => new Promise((resolve) => answers.set(query, resolve));
  return answers;
}

test('rows stay until newer ones are there, and the latest keystroke wins', async () => {
  let answers = new Map<string, (results: SearchResults) => void>();
  await open((double) => (answers = slowly(double)));
  await userEvent.type(field(), 'a');
  await expect.poll(() => answers.has('a')).toBe(true);
  answers.get('a')?.(resultsOf('a', [resultOf(1, ['an owl'], 'a')]));
  await expect.poll(titles).toEqual(['Document 1']);
  await userEvent.type(field(), 'b');
  await expect.poll(() => answers.has('ab')).toBe(true);
  expect(titles()).toEqual(['Document 1']);
  await userEvent.type(field(), 'c');
  await expect.poll(() => answers.has('abc')).toBe(true);
  answers.get('abc')?.(resultsOf('abc', [resultOf(3, ['abc'], 'abc')]));
  answers.get('ab')?.(resultsOf('ab', [resultOf(2, ['ab'], 'ab')]));
  await expect.poll(titles).toEqual(['Document 3']);
});

test('Enter opens what was typed and not what was found before', async () => {
  let answers = new Map<string, (results: SearchResults) => void>();
  const { places } = await open((double) => (answers = slowly(double)));
  await userEvent.type(field(), 'a');
  await expect.poll(() => answers.has('a')).toBe(true);
  answers.get('a')?.(resultsOf('a', [resultOf(1, ['an owl'], 'a')]));
  await expect.poll(titles).toEqual(['Document 1']);
  await userEvent.type(field(), 'b');
  await userEvent.keyboard('{Enter}');
  expect(places).toEqual([]);
  answers.get('ab')?.(resultsOf('ab', [resultOf(2, ['ab'], 'ab')]));
  await expect.poll(() => places).toMatchObject([{ query: 'ab', result: { documentId: 2 }, passageStart: 0 }]);
});

test('a failed search says so, keeps the rows and can be tried again', async () => {
  let isBroken = false;
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      if (isBroken) throw new EngineError('indexDamaged', 'broken');
      return resultsOf(query, [resultOf(query.length, [query], query)]);
    };
  });
  await userEvent.type(field(), 'a');
  await expect.poll(titles).toEqual(['Document 1']);
  isBroken = true;
  await userEvent.type(field(), 'b');
  await expect.element(page.getByText(/The index is damaged/)).toBeVisible();
  expect(titles()).toEqual(['Document 1']);
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(titles).toEqual(['Document 2']);
  await expect.element(page.getByText(/The index is damaged/)).not.toBeInTheDocument();
});

test('while the engine is away one goes on typing, and the search runs once it is back', async () => {
  const { double } = await open((change) => {
    change.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(query.length, [query], query)]);
  });
  await userEvent.type(field(), 'a');
  await expect.poll(titles).toEqual(['Document 1']);
  double.isDown = true;
  double.kill();
  await expect.element(page.getByText(/The engine is restarting/)).toBeVisible();
  await userEvent.type(field(), 'b');
  await expect.element(page.getByText(/Waiting for the engine/)).toBeVisible();
  expect(titles()).toEqual(['Document 1']);
  double.isDown = false;
  await expect.poll(titles).toEqual(['Document 2']);
  await expect.element(page.getByText(/Waiting for the engine/)).not.toBeInTheDocument();
});

test('keys choose a row and go round; caret keys give the keyboard back to the text', async () => {
  await open((double) => {
    double.methods['search.query'] = ({ query }) =>
      resultsOf(
        query,
        [1, 2, 3].map((id) => resultOf(id, ['owl'], 'owl')),
      );
  });
  const active = (): number =>
    rows()
      .elements()
      .findIndex((row) => row.getAttribute('aria-selected') === 'true') + 1;
  await userEvent.type(field(), 'owl');
  await expect.poll(active).toBe(1);
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(active).toBe(3);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.poll(active).toBe(2);
  await userEvent.keyboard('{End}');
  await expect.poll(active).toBe(3);
  await userEvent.keyboard('{ArrowLeft} ');
  await expect.element(field()).toHaveValue('ow l');
});

test('without a desktop Enter opens in the main window, and what the host cannot do is not offered', async () => {
  const { places } = await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(7, ['owl'], 'owl')]);
  });
  await userEvent.type(field(), 'owl');
  await expect.element(page.getByText(/open in Akin/)).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  const labels = page
    .getByRole('menuitem')
    .elements()
    .map((choice) => choice.firstChild?.textContent?.trim());
  expect(labels).toEqual(['Open in the main window', 'Preview', 'Copy path', 'Copy as Markdown link']);
  await userEvent.keyboard('{Escape}{Enter}');
  await expect.poll(() => places).toMatchObject([{ query: 'owl', result: { documentId: 7 } }]);
});

test('Esc closes a panel that a page opened', async () => {
  const { closings } = await open(() => undefined, { isOpenedByPage: true });
  await expect.element(page.getByText(/close/)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(closings).toEqual(['closed']);
});

test('a tab that a person opened cannot be closed, so Esc empties it', async () => {
  const { closings } = await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(7, ['owl'], 'owl')]);
  });
  await userEvent.type(field(), 'owl');
  await expect.poll(titles).toEqual(['Document 7']);
  await userEvent.keyboard('{Escape}');
  await expect.element(field()).toHaveValue('');
  expect(closings).toEqual([]);
  await expect.poll(titles).toEqual([]);
});

test('shown again, the panel has its text selected: what is typed next replaces it', async () => {
  await open(() => undefined);
  await userEvent.type(field(), 'owl');
  document.dispatchEvent(new Event('visibilitychange'));
  await userEvent.keyboard('b');
  await expect.element(field()).toHaveValue('b');
});

test('the folder of a row is told where there is room for it, and left out where there is not', async () => {
  await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, ['an owl'], 'owl')]);
  });
  await userEvent.type(field(), 'owl');
  const place = rows().first().getByText('files', { exact: true });
  await expect.element(place).toBeVisible();
  await page.viewport(380, 480);
  await expect.element(place).not.toBeVisible();
  await expect.element(rows().first()).toHaveAttribute('title', '/files/1.md');
});
