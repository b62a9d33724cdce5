import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ParamsInput, Contract, SearchResults } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { parseDate } from '../dates.ts';
import { EXIT } from '../exit-codes.ts';
import { printResults } from '../print-results.ts';

const MAX_LIMIT = 200;

type SearchOptions = {
  folder?: string[];
  type?: string[];
  tag?: string[];
  after?: number;
  before?: number;
  limit: number;
  cursor?: string;
  mode: 'hybrid' | 'words' | 'meaning' | 'names';
  json?: true;
  explain?: true;
};

export function searchCommand(context: CommandContext): Command {
  const command = new Command('search')
    .description('find passages by their words and their meaning, files and folders by their names')
    .argument('[query...]', 'what to look for; may be left out where filters are given')
    .option('--folder <path>', 'only in this folder (may be repeated)', collect)
    .option('--type <type>', 'only this type: pdf, markdown, html, text (may be repeated)', collect)
    .option('--tag <tag>', 'only with this tag (may be repeated)', collect)
    .option('--after <date>', 'of this date or later: 2026, 2026-05 or 2026-05-01', toDate)
    .option('--before <date>', 'from before the first moment of this date', toDate)
    .option('--limit <n>', `documents to list, 1 to ${MAX_LIMIT}`, toLimit, 10)
    .option('--cursor <text>', 'go on after an earlier answer: its nextCursor')
    .addOption(
      new Option('--mode <mode>', 'what to search by').choices(['hybrid', 'words', 'meaning', 'names']).default('hybrid'),
    )
    .option('--explain', 'say for each passage why it was found')
    .option('--json', 'print the results as JSON (see "akin help json")')
    .addHelpText('after', '\nEnds with 3 where nothing was found. A query that begins with a dash comes after "--".');
  return command.action(async (words: string[], options: SearchOptions) => {
    const params = toParams(words.join(' '), options);
    if (params.query.trim() === '' && !hasFilters(options)) command.error('error: give a query or a filter');
    await withEngine(context, async (client) => {
      const results = await client.call('search.query', params);
      if (options.json === true) context.terminal.printJson(toJson(results));
      else printResults(context.terminal, results, { isByNames: options.mode === 'names' });
      if (results.results.length + results.folders.length === 0) context.setExitCode(EXIT.nothingFound);
    });
  });
}

function toParams(query: string, options: SearchOptions): ParamsInput<Contract, 'search.query'> {
  return {
    query,
    filters: {
      folders: (options.folder ?? []).map((folder) => path.resolve(folder)),
      types: (options.type ?? []).flatMap((types) => types.split(',')),
      tags: (options.tag ?? []).map((tag) => tag.replace(/^#/, '')),
      after: options.after ?? null,
      before: options.before ?? null,
    },
    limit: options.limit,
    cursor: options.cursor ?? null,
    explain: options.explain === true,
    mode: options.mode,
  };
}

function hasFilters({ folder, type, tag, after, before }: SearchOptions): boolean {
  return [folder, type, tag, after, before].some((filter) => filter !== undefined);
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

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function toDate(value: string): number {
  const date = parseDate(value);
  if (date === null) throw new InvalidArgumentError('Give a date as 2026, 2026-05 or 2026-05-01.');
  return date;
}

function toLimit(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
  return limit;
}
