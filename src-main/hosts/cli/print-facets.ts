import type { SearchFacets } from '#contract';
import { withoutControls, type Terminal } from './terminal.ts';

/** Of each kind; the rest is counted together. */
const MOST_SHOWN = 12;

/** How many of all documents that match are of each kind, for people. */
export function printFacets(terminal: Terminal, { types, languages, years, folders }: SearchFacets): void {
  if (types.length === 0) return;
  const named = <V>(counts: readonly { readonly value: V; readonly count: number }[], unknown: string): Count[] =>
    counts.map(({ value, count }) => ({ name: value === null ? unknown : String(value), count }));
  printCounts(terminal, 'By type', named(types, ''));
  printCounts(terminal, 'By language', named(languages, 'not known'));
  printCounts(terminal, 'By year', named(years, 'none'));
  terminal.printLine(terminal.bold('By folder'));
  for (const { path, count } of folders.slice(0, MOST_SHOWN)) terminal.printLine(`  ${count}  ${withoutControls(path)}`);
  if (folders.length > MOST_SHOWN) terminal.printLine(`  and ${folders.length - MOST_SHOWN} more`);
}

type Count = { readonly name: string; readonly count: number };

function printCounts(terminal: Terminal, title: string, counts: readonly Count[]): void {
  const shown = counts.slice(0, MOST_SHOWN).map(({ name, count }) => `${withoutControls(name)} ${count}`);
  const rest = counts.slice(MOST_SHOWN).reduce((sum, { count }) => sum + count, 0);
  terminal.printLine(`${terminal.bold(title)}  ${[...shown, ...(rest === 0 ? [] : [`others ${rest}`])].join(', ')}`);
}
