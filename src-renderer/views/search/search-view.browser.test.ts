import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { documentId, EngineError, folderId, type SearchResult } from '#contract';
import App from '../../App.svelte';
import { createConnection, type Connection } from '../../client/connection.ts';
import { en } from '../../locales/en.ts';
import { createApp, type App as AppState } from '../../state/app.ts';
import {
  createLibraryDouble,
  noCounts,
  noFacets,
  resultOf,
  resultsOf,
  type LibraryDouble,
} from '../../testing/library-double.ts';
import { createSpeech } from '../../text/speech.ts';
import '../../styles/tokens.css';
import '../../styles/base.css';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const copied: string[] = [];
const files: { name: string; content: string }[] = [];

async function open(change: (double: LibraryDouble) => void): Promise<AppState> {
  copied.length = 0;
  files.length = 0;
  const double = createLibraryDouble();
  double.methods['library.listFolders'] = () => [
    {
      id: folderId.parse(1),
      path: '/files',
      isAvailable: true,
      heldBecause: null,
      isSample: false,
      troubles: [],
      counts: { ...noCounts, indexed: 2 },
    },
  ];
  change(double);
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  await page.viewport(1180, 760);
  const app = createApp(connection, {
    copy: async (text) => void copied.push(text),
    saveFile: (name, _type, content) => void files.push({ name, content }),
  });
  await render(App, { app, speech: createSpeech('en', en) });
  return app;
}

const field = () => page.getByRole('combobox');
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#results [role="option"]')];

const TOTAL = 10_000;
/** Answers page by page through a cursor, as the engine does. */
function answerLong(double: LibraryDouble): void {
  double.methods['search.query'] = ({ query, cursor, limit }) => {
    const from = Number(cursor ?? 0);
    const results: SearchResult[] = Array.from({ length: Math.min(limit, TOTAL - from) }, (_, index) =>
      resultOf(from + index + 1, [`rent ${from + index + 1}`], 'rent'),
    );
    return resultsOf(query, results, { total: TOTAL, nextCursor: from + limit < TOTAL ? String(from + limit) : null });
  };
}

test('ten thousand results scroll to their end through the cursor, with few rows in the page at any time', async () => {
  const app = await open(answerLong);
  await field().fill('rent');
  await expect.poll(() => rows().length).toBeGreaterThan(5);
  const scroller = document.querySelector('#results')?.parentElement;
  if (scroller === null || scroller === undefined) throw new Error('there is no list');
  let most = 0;
  while (app.search.results?.nextCursor !== null) {
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    most = Math.max(most, rows().length);
  }
  expect(app.search.results.results.length).toBe(TOTAL);
  expect(most).toBeLessThanOrEqual(40);
  await expect
    .poll(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return rows().at(-1)?.getAttribute('aria-posinset');
    })
    .toBe(String(TOTAL));
  // The active row stays in the page: the field names it.
  expect(
    document.getElementById(document.querySelector('[role="combobox"]')?.getAttribute('aria-activedescendant') ?? ''),
  ).not.toBeNull();
}, 60_000);

test('operators become chips that can be taken back one by one, by pointer and by Backspace', async () => {
  const asked: string[] = [];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      asked.push(query);
      return resultsOf(query, [resultOf(1, ['the rent'], 'rent')]);
    };
  });
  await field().fill('type:pdf -lang:fa rent');
  await expect.element(field()).toHaveValue('rent');
  await expect.poll(() => asked.at(-1)).toBe('type:pdf -lang:fa rent');
  await page.getByRole('button', { name: 'Remove the filter type:pdf' }).click();
  await expect.poll(() => asked.at(-1)).toBe('-lang:fa rent');
  await expect.element(field()).toHaveFocus();
  await userEvent.keyboard('{Home}{Backspace}');
  await expect.poll(() => asked.at(-1)).toBe('rent');
});

test('counts of all that matches narrow the search, and make the total exact', async () => {
  const asked: string[] = [];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      asked.push(query);
      return resultsOf(query, [resultOf(1, ['the rent'], 'rent')], { total: 200, isTotalExact: false });
    };
    double.methods['search.facets'] = () => ({
      ...noFacets,
      total: 4321,
      types: [{ value: 'pdf', count: 4000 }],
      languages: [{ value: null, count: 3 }],
    });
  });
  await field().fill('rent');
  await expect.element(page.getByText(/^at least 200 documents/)).toBeVisible();
  await expect.element(page.getByText(/^4,321 documents/)).toBeVisible();
  await page.getByRole('button', { name: '+ Filter' }).click();
  await page.getByRole('button', { name: 'PDF 4,000' }).click();
  await expect.poll(() => asked.at(-1)).toBe('type:pdf rent');
});

test('an operator that is being typed is completed by keys', async () => {
  const asked: string[] = [];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      asked.push(query);
      return resultsOf(query, [resultOf(1, ['the rent'], 'rent')]);
    };
    double.methods['search.values'] = ({ field: asking, text }) =>
      asking === 'type' && 'markdown'.startsWith(text) ? [{ value: 'markdown', count: 3 }] : [];
  });
  await field().fill('rent type:mark');
  await expect.element(page.getByRole('option', { name: /^type:markdown/ })).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => asked.at(-1)).toBe('type:markdown rent ');
  await expect.element(field()).toHaveValue('rent ');
});

test('several results are chosen by keys, and copied and exported together', async () => {
  await open((double) => {
    double.methods['search.query'] = ({ query }) =>
      resultsOf(
        query,
        [1, 2, 3].map((id) => resultOf(id, [`rent ${id}`], 'rent')),
      );
  });
  await field().fill('rent');
  await expect.poll(() => rows().length).toBe(3);
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
  await expect.element(page.getByText('2 selected')).toBeVisible();
  await userEvent.keyboard('{Control>}{Shift>}k{/Shift}{/Control}');
  await page.getByRole('menuitem', { name: 'Copy path' }).click();
  await expect.poll(() => copied).toEqual(['/files/1.md\n/files/2.md']);
  await userEvent.keyboard('{Control>}{Shift>}k{/Shift}{/Control}');
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
  await expect.poll(() => files.map(({ name, content }) => [name, content.split('\r\n').length])).toEqual([['results.csv', 4]]);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText('2 selected')).not.toBeInTheDocument();
});

test('a better order is folded in below the active row, and waits while somebody looks through the list', async () => {
  const app = await open((double) => {
    double.methods['search.query'] = ({ query }) =>
      resultsOf(
        query,
        [1, 2, 3].map((id) => resultOf(id, [`rent ${id}`], 'rent')),
        { canRerank: true },
      );
    double.methods['search.rerank'] = ({ documents }) => ({
      order: documents.toReversed().map((document, index) => ({
        documentId: document.documentId,
        rankBefore: documents.length - index,
        rank: index + 1,
        score: 1,
      })),
      isComplete: true,
      tookMs: 1,
      model: 'double',
    });
  });
  await field().fill('rent');
  const order = (): number[] => app.search.results?.results.map((result) => result.documentId) ?? [];
  await expect.poll(order).toEqual([1, 3, 2].map((id) => documentId.parse(id)));
});

test('near copies lie under a row, and passages found by meaning get the snippet that answers', async () => {
  await open((double) => {
    const result = resultOf(1, ['Nothing here. The boat leaves at ten.'], 'none');
    const similar = [{ documentId: documentId.parse(7), path: '/files/copy.md' }];
    double.methods['search.query'] = ({ query }) => resultsOf(query, [{ ...result, similar }]);
    double.methods['search.snippetByMeaning'] = () => ({ start: 14, end: 37 });
  });
  await field().fill('ferry');
  await expect.poll(() => document.querySelector('.snippet')?.textContent.trim()).toContain('… The boat leaves at ten.');
  await page.getByText('+ 1 nearly the same').click();
  await expect.element(page.getByText('copy.md')).toBeVisible();
});

test('the upward key at the first row recalls searches that begin alike, and Delete forgets one', async () => {
  const forgotten: string[] = [];
  const past = [
    { query: 'rent 2025', at: 2 },
    { query: 'rental car', at: 1 },
  ];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, ['the rent'], 'rent')]);
    double.methods['history.list'] = ({ prefix }) => past.filter(({ query }) => query.startsWith(prefix));
    double.methods['history.remove'] = ({ query }) => {
      forgotten.push(query);
      return null;
    };
  });
  await field().fill('rent');
  await expect.poll(() => rows().length).toBe(1);
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(page.getByRole('option', { name: /^rental car/ })).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Delete}');
  await expect.poll(() => forgotten).toEqual(['rental car']);
  await expect.element(page.getByRole('option', { name: /^rental car/ })).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(field()).toHaveValue('rent 2025');
});

test('why a result on a later page is here is asked with that page', async () => {
  const asked: unknown[] = [];
  const app = await open((double) => {
    answerLong(double);
    const answer = double.methods['search.query'];
    double.methods['search.query'] = (request, context) => {
      if (request.explain) asked.push([request.cursor, request.limit]);
      return answer?.(request, context) ?? resultsOf('', []);
    };
  });
  await field().fill('rent');
  await expect.poll(() => app.search.rows.length).toBeGreaterThan(20);
  const row = app.search.rows[50];
  if (row === undefined) throw new Error('the second page is not there');
  app.search.explain(row.result);
  await expect.poll(() => document.querySelector('dialog')?.textContent).toContain('Document 51');
  expect(asked).toEqual([['12', 100]]);
});

test('that no file has such a name is said where the engine said so, not where it said nothing', async () => {
  const purposes: string[] = [];
  const app = await open((double) => {
    double.methods['search.query'] = ({ query, mode, purpose }) => {
      if (mode === 'names') purposes.push(purpose);
      if (mode === 'names' && query === 'rent') throw new EngineError('cancelled', 'a newer search took its place');
      return resultsOf(query, []);
    };
  });
  app.search.why.find('lease');
  const name = page.getByLabelText(en['whyNot.name']);
  await name.fill('rent');
  await expect.poll(() => [purposes, app.search.why.isLoading]).toEqual([['why'], false]);
  await expect.element(page.getByText(en['whyNot.noName'])).not.toBeInTheDocument();
  await name.fill('rental');
  await expect.element(page.getByText(en['whyNot.noName'])).toBeVisible();
});

test('where nothing is found, single changes that find something are offered, and nothing that would find nothing', async () => {
  const asked: string[] = [];
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      asked.push(query);
      const finds = query.trim() === 'lang:fa "rent"';
      return resultsOf(query, finds ? [resultOf(1, ['the rent'], 'rent')] : []);
    };
  });
  await field().fill('type:pdf lang:fa "rent" ');
  await expect.element(page.getByRole('button', { name: 'Search without type:pdf' })).toBeVisible();
  await expect.poll(() => asked).toContain('type:pdf lang:fa rent');
  expect(page.getByRole('button', { name: 'Search without lang:fa' }).elements()).toEqual([]);
  expect(page.getByRole('button', { name: 'Search for these as plain words' }).elements()).toEqual([]);
  await page.getByRole('button', { name: 'Search without type:pdf' }).click();
  await expect.poll(() => rows().length).toBe(1);
});

test('a failed search says so, keeps the rows, and is run anew on demand', async () => {
  let isBroken = false;
  const textOfRows = (): string =>
    rows()
      .map(({ textContent }) => textContent)
      .join();
  await open((double) => {
    double.methods['search.query'] = ({ query }) => {
      if (isBroken) throw new EngineError('indexDamaged', 'broken');
      return resultsOf(query, [resultOf(query.length, [query], query)]);
    };
  });
  await field().fill('a');
  await expect.poll(textOfRows).toContain('Document 1');
  isBroken = true;
  await field().fill('ab');
  const told = page.getByText(/The index is damaged/);
  await expect.element(told.first()).toBeVisible();
  expect(textOfRows()).toContain('Document 1');
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(textOfRows).toContain('Document 2');
  await expect.element(told).not.toBeInTheDocument();
});
