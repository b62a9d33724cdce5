import { afterEach, expect, test } from 'vitest';
import { EngineError, type SearchResults } from '#contract';
import { createConnection, type Connection } from '../client/connection.ts';
import { createLibraryDouble, resultOf, resultsOf, type LibraryDouble } from '../testing/library-double.ts';
import { SearchState } from './search-state.svelte.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

function setup(): { double: LibraryDouble; search: SearchState } {
  const double = createLibraryDouble();
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  return { double, search: new SearchState(connection, () => 0) };
}

test('each keystroke cancels the search before, and the latest wins though it is answered first', async () => {
  const { double, search } = setup();
  const aborted: string[] = [];
  const answers = new Map<string, (results: SearchResults) => void>();
  double.methods['search.query'] = ({ query }, { signal }) => {
    signal.addEventListener('abort', () => aborted.push(query));
    return new Promise((resolve) => answers.set(query, resolve));
  };
  for (const query of ['r', 're', 'ren']) {
    search.type(query);
    await expect.poll(() => answers.has(query)).toBe(true);
  }
  answers.get('ren')?.(resultsOf('ren', [resultOf(1, ['the rent'], 'ren')]));
  await expect.poll(() => search.results?.query).toBe('ren');
  answers.get('r')?.(resultsOf('r', []));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect({ shown: search.results?.query, aborted, isSearching: search.isSearching }).toEqual({
    shown: 'ren',
    aborted: ['r', 're'],
    isSearching: false,
  });
});

test('earlier results stay until newer ones are there, and after a failure', async () => {
  const { double, search } = setup();
  double.methods['search.query'] = ({ query }) => {
    if (query === 'bad') throw new EngineError('indexDamaged', 'broken');
    return resultsOf(query, [resultOf(1, ['good'], 'good')]);
  };
  search.type('good');
  await expect.poll(() => search.results?.query).toBe('good');
  search.type('bad');
  expect(search.results?.query).toBe('good');
  await expect.poll(() => search.failure).toBe('indexDamaged');
  expect({ shown: search.results?.query, isSearching: search.isSearching }).toEqual({ shown: 'good', isSearching: false });
  search.type('good again');
  await expect.poll(() => search.results?.query).toBe('good again');
  expect(search.failure).toBeNull();
});

test('an emptied field shows nothing, whatever is still under way', async () => {
  const { double, search } = setup();
  const answer = Promise.withResolvers<SearchResults>();
  double.methods['search.query'] = () => answer.promise;
  search.type('x');
  search.type('');
  answer.resolve(resultsOf('x', [resultOf(1, ['x'], 'x')]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect({ results: search.results, isSearching: search.isSearching }).toEqual({ results: null, isSearching: false });
});

test('a search typed while the engine is away runs when it is back', async () => {
  const { double, search } = setup();
  double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, ['x'], 'x')]);
  search.type('first');
  await expect.poll(() => search.results?.query).toBe('first');
  double.isDown = true;
  double.kill();
  search.type('second');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect({ shown: search.results?.query, isSearching: search.isSearching, failure: search.failure }).toEqual({
    shown: 'first',
    isSearching: true,
    failure: null,
  });
  double.isDown = false;
  await expect.poll(() => search.results?.query).toBe('second');
});

test('more documents are appended through the cursor, each once', async () => {
  const { double, search } = setup();
  double.methods['search.query'] = ({ query, cursor }) =>
    cursor === null
      ? resultsOf(query, [resultOf(1, ['x'], 'x'), resultOf(2, ['x'], 'x')], { total: 3, nextCursor: 'next' })
      : resultsOf(query, [resultOf(2, ['x'], 'x'), resultOf(3, ['x'], 'x')], { total: 3 });
  search.type('x');
  await expect.poll(() => search.rows.length).toBe(2);
  await search.showMore();
  expect(search.results?.results.map((result) => result.documentId)).toEqual([1, 2, 3]);
  expect(search.results?.nextCursor).toBeNull();
});

test('a list has the best passage of each document, and asks for the others where somebody wants to see them', async () => {
  const { double, search } = setup();
  const whole = resultOf(1, ['a', 'b', 'c'], 'a');
  const partial = { ...whole, passages: whole.passages.slice(0, 1) };
  const asked: unknown[] = [];
  double.methods['search.query'] = ({ query, passages }) =>
    resultsOf(query, [passages === 1 ? partial : whole, resultOf(2, ['d'], 'd')]);
  double.methods['search.passages'] = ({ query, documentIds, sort, mode }) => {
    asked.push({ query, documentIds, sort, mode });
    return [{ documentId: whole.documentId, passages: whole.passages.toReversed() }];
  };
  search.type('x');
  await expect.poll(() => search.rows.map((row) => row.kind)).toEqual(['best', 'toggle', 'best']);
  search.toggleExpanded(whole.documentId);
  await expect.poll(() => search.rows.map((row) => row.key)).toEqual(['1-0', '1-4', '1-2', '1-toggle', '2-0']);
  expect(asked).toEqual([{ query: 'x', documentIds: [1], sort: 'relevance', mode: 'hybrid' }]);
  search.toggleExpanded(whole.documentId);
  search.toggleExpanded(whole.documentId);
  await search.whole(search.results?.results ?? []);
  expect(asked).toHaveLength(1);

  double.methods['search.query'] = ({ query }) => resultsOf(query, [partial]);
  double.methods['search.passages'] = () => {
    throw new EngineError('indexDamaged', 'no row can be read');
  };
  search.type('y');
  await expect.poll(() => search.results?.query).toBe('y');
  search.toggleExpanded(whole.documentId);
  await expect.poll(() => search.failure).toBe('indexDamaged');
  expect(search.rows.map((row) => row.kind)).toEqual(['best', 'toggle']);
  expect(search.expanded.size).toBe(0);
  await expect(search.whole(search.results?.results ?? [])).rejects.toMatchObject({ code: 'indexDamaged' });
});

test('the selection moves over documents and their further passages and stops at the ends', async () => {
  const { double, search } = setup();
  double.methods['search.query'] = ({ query }) => resultsOf(query, [resultOf(1, ['a', 'b', 'c'], 'a'), resultOf(2, ['d'], 'd')]);
  search.type('x');
  await expect.poll(() => search.selectedRow?.key).toBe('1-0');
  search.move(-1);
  expect(search.selectedRow?.key).toBe('1-0');
  search.move(1);
  expect(search.selectedRow?.kind).toBe('toggle');
  if (search.selectedRow !== undefined) search.toggleExpanded(search.selectedRow.result.documentId);
  expect(search.rows.map((row) => row.kind)).toEqual(['best', 'further', 'further', 'toggle', 'best']);
  search.move(9);
  expect(search.selectedRow?.key).toBe('2-0');
});
