import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Filters, SearchMode } from '#contract';
import { parseDate } from '../dates.ts';

export type SearchOptions = {
  folder?: string[];
  type?: string[];
  tag?: string[];
  after?: number;
  before?: number;
  mode: SearchMode;
};

/** What narrows a search, and what it searches by. */
export function withSearchOptions(command: Command): Command {
  return command
    .option('--folder <path>', 'only in this folder (may be repeated)', collect)
    .option('--type <type>', 'only this type: pdf, markdown, html, text (may be repeated)', collect)
    .option('--tag <tag>', 'only with this tag (may be repeated)', collect)
    .option('--after <date>', 'of this date or later: 2026, 2026-05 or 2026-05-01', toDate)
    .option('--before <date>', 'from before the first moment of this date', toDate)
    .addOption(
      new Option('--mode <mode>', 'what to search by').choices(['hybrid', 'words', 'meaning', 'names']).default('hybrid'),
    );
}

export function toFilters(options: SearchOptions): Filters {
  return {
    folders: (options.folder ?? []).map((folder) => path.resolve(folder)),
    types: (options.type ?? []).flatMap((types) => types.split(',')),
    tags: (options.tag ?? []).map((tag) => tag.replace(/^#/, '')),
    after: options.after ?? null,
    before: options.before ?? null,
  };
}

export function hasFilters({ folder, type, tag, after, before }: SearchOptions): boolean {
  return [folder, type, tag, after, before].some((filter) => filter !== undefined);
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function toDate(value: string): number {
  const date = parseDate(value);
  if (date === null) throw new InvalidArgumentError('Give a date as 2026, 2026-05 or 2026-05-01.');
  return date;
}
