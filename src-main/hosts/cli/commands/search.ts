import { Command, InvalidArgumentError } from 'commander';
import type { ParamsInput, Contract, SearchResults } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { printResults } from '../print-results.ts';
import { withSnippetsByMeaning } from '../snippets-by-meaning.ts';
import { hasFilters, toFilters, withSearchOptions, type SearchOptions } from './search-options.ts';

const MAX_LIMIT = 200;

type Options = SearchOptions & {
  limit: number;
  cursor?: string;
  json?: true;
  explain?: true;
};

export function searchCommand(context: CommandContext): Command {
  const command = new Command('search')
    .description('find passages by their words and their meaning, files and folders by their names')
    .argument('[query...]', 'what to look for; may be left out where filters are given');
  withSearchOptions(command)
    .option('--limit <n>', `documents to list, 1 to ${MAX_LIMIT}`, toLimit, 10)
    .option('--cursor <text>', 'go on after an earlier answer: its nextCursor')
    .option('--explain', 'say for each passage why it was found')
    .option('--json', 'print the results as JSON (see "akin help json")')
    .addHelpText(
      'after',
      '\nEnds with 3 where nothing was found. A query that begins with a dash comes after "--"; one with quotes, stars or\nparentheses stands in single quotes, or the shell reads them. "akin help search" has the language of queries.',
    );
  return command.action(async (words: string[], options: Options) => {
    const params = toParams(words.join(' '), options);
    if (params.query.trim() === '' && !hasFilters(options)) command.error('error: give a query or a filter');
    await withEngine(context, async (client) => {
      const found = await client.call('search.query', params);
      const results = { ...found, results: await withSnippetsByMeaning(client, params.query, found.results) };
      if (options.json === true) context.terminal.printJson(toJson(results));
      else printResults(context.terminal, results, { isByNames: options.mode === 'names' });
      if (results.results.length + results.folders.length === 0) context.setExitCode(EXIT.nothingFound);
    });
  });
}

function toParams(query: string, options: Options): ParamsInput<Contract, 'search.query'> {
  return {
    query,
    filters: toFilters(options),
    limit: options.limit,
    cursor: options.cursor ?? null,
    explain: options.explain === true,
    mode: options.mode,
  };
}

/** The stable form: keys may be added, none is renamed or taken away. */
function toJson({ query, tookMs, total, results, folders, nextCursor, usedMeaning, problems }: SearchResults): object {
  return {
    query,
    tookMs,
    total,
    results: results.map(({ path: file, title, type, modifiedAt, score, nameHighlights, names, passages }) => {
      const explain = passages[0]?.explain;
      const explanation = { ...(explain === undefined ? {} : { explain }), ...(names === undefined ? {} : { names }) };
      return { path: file, title, type, modifiedAt, score, nameHighlights, ...explanation, passages };
    }),
    folders: folders.map(({ path: folder, score, nameHighlights }) => ({ path: folder, score, nameHighlights })),
    nextCursor,
    usedMeaning,
    problems,
  };
}

function toLimit(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
  return limit;
}
