import { Command, InvalidArgumentError, Option } from 'commander';
import type { ParamsInput, Contract, Reranking, SearchFacets, SearchResults, SearchSort } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { printFacets } from '../print-facets.ts';
import { printResults } from '../print-results.ts';
import { rerankResults, shiftsOf } from '../rerank-results.ts';
import { withSnippetsByMeaning } from '../snippets-by-meaning.ts';
import { hasFilters, toFilters, withSearchOptions, type SearchOptions } from './search-options.ts';

const MAX_LIMIT = 200;
const LEAST_RERANK_MS = 10;
const MOST_RERANK_MS = 5000;
/** More than the interface gives it: a command may have to start the reranker first, and whoever asks for it waits. */
const DEFAULT_RERANK_MS = 2000;

type Options = SearchOptions & {
  limit: number;
  cursor?: string;
  sort: SearchSort;
  recent?: true;
  facets?: true;
  json?: true;
  explain?: true;
  rerank?: true;
  rerankBudget: number;
};

export function searchCommand(context: CommandContext): Command {
  const command = new Command('search')
    .description('find passages by their words and their meaning, files and folders by their names')
    .argument('[query...]', 'what to look for; may be left out where filters are given');
  withSearchOptions(command)
    .option('--limit <n>', `documents to list, 1 to ${MAX_LIMIT}`, toLimit, 10)
    .option('--cursor <text>', 'go on after an earlier answer: its nextCursor')
    .addOption(
      new Option('--sort <order>', 'the order of all that matches')
        .choices(['relevance', 'newest', 'oldest', 'name', 'largest'])
        .default('relevance'),
    )
    .option('--recent', 'let newer documents rank a little higher')
    .option('--facets', 'count all that match by type, language, year and folder')
    .option('--explain', 'say for each passage why it was found')
    .option('--rerank', 'let the reranker read the best passages and put them in a better order, where one is installed')
    .option(
      '--rerank-budget <ms>',
      `how long it may take, its start included, ${LEAST_RERANK_MS} to ${MOST_RERANK_MS}`,
      toRerankBudget,
      DEFAULT_RERANK_MS,
    )
    .option('--json', 'print the results as JSON (see "akin help json")')
    .addHelpText(
      'after',
      '\nEnds with 3 where nothing was found. A query that begins with a dash comes after "--"; one with quotes, stars or\nparentheses stands in single quotes, or the shell reads them. "akin help search" has the language of queries.',
    );
  return command.action(async (words: string[], options: Options) => {
    const params = toParams(words.join(' '), options);
    if (params.query.trim() === '' && !hasFilters(options)) command.error('error: give a query or a filter');
    await withEngine(context, async (client) => {
      const { query, filters, mode } = params;
      const counting = options.facets === true ? client.call('search.facets', { query, filters, mode }) : null;
      const [found, facets] = await Promise.all([client.call('search.query', params), counting]);
      const reranked = options.rerank === true ? await rerankResults(client, found, options.rerankBudget) : null;
      const ordered = reranked?.results ?? found.results;
      const results = { ...found, results: await withSnippetsByMeaning(client, params.query, ordered) };
      const reranking = reranked?.reranking ?? null;
      if (options.json === true) context.terminal.printJson(toJson(results, reranking, facets));
      else {
        const shifts = shiftsOf(options.explain === true ? reranking : null);
        printResults(context.terminal, results, { isByNames: options.mode === 'names', shifts });
      }
      if (facets !== null && options.json !== true) printFacets(context.terminal, facets);
      if (reranked !== null) context.terminal.tell(context.terminal.dim(reranked.sentence));
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
    sort: options.sort,
    recency: options.recent === true,
  };
}

/** The stable form: keys may be added, none is renamed or taken away. */
function toJson(found: SearchResults, reranking: Reranking | null, facets: SearchFacets | null): object {
  const { query, tookMs, total, isTotalExact, folders, nextCursor, usedMeaning, canRerank, correction, problems } = found;
  const shifts = shiftsOf(reranking);
  return {
    query,
    correction,
    tookMs,
    total,
    isTotalExact,
    results: found.results.map((result) => {
      const { documentId, path: file, title, type, modifiedAt, score, nameHighlights, names, passages } = result;
      const similar = result.similar.map(({ path: same }) => same);
      const explain = passages[0]?.explain;
      const explanation = {
        ...(explain === undefined ? {} : { explain }),
        ...(names === undefined ? {} : { names }),
        ...(result.explain === undefined ? {} : { ranking: result.explain }),
      };
      const shift = shifts.get(documentId);
      const rerank =
        shift === undefined ? {} : { rerank: { rankBefore: shift.rankBefore, rank: shift.rank, score: shift.score } };
      return { path: file, title, type, modifiedAt, score, nameHighlights, similar, ...rerank, ...explanation, passages };
    }),
    folders: folders.map(({ path: folder, score, nameHighlights }) => ({ path: folder, score, nameHighlights })),
    nextCursor,
    usedMeaning,
    canRerank,
    ...(reranking === null
      ? {}
      : { reranking: { isComplete: reranking.isComplete, tookMs: reranking.tookMs, model: reranking.model } }),
    ...(facets === null ? {} : { facets }),
    problems,
  };
}

function toRerankBudget(value: string): number {
  const budget = Number(value);
  if (!Number.isInteger(budget) || budget < LEAST_RERANK_MS || budget > MOST_RERANK_MS)
    throw new InvalidArgumentError(`Give milliseconds from ${LEAST_RERANK_MS} to ${MOST_RERANK_MS}.`);
  return budget;
}

function toLimit(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
  return limit;
}
