import type { Folder, IgnoreRules } from '#contract';
import { withoutControls, type Terminal } from './terminal.ts';

export type ShownRules = {
  readonly defaults: string;
  readonly rules: readonly IgnoreRules[];
  readonly folders: readonly Pick<Folder, 'id' | 'path'>[];
};

/** Lines of patterns as they are kept, without an empty one after the last. */
export function changeLines(patterns: string): string[] {
  const lines = patterns.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** In the order in which they hold: a later pattern overrules an earlier one. */
export function printRules(terminal: Terminal, { defaults, rules, folders }: ShownRules): void {
  printLines(terminal, 'Defaults', defaults);
  printLines(terminal, 'All folders', rules.find(({ folderId }) => folderId === null)?.patterns ?? '');
  for (const { id, path } of folders) {
    const own = rules.find(({ folderId }) => folderId === id);
    if (own !== undefined) printLines(terminal, withoutControls(path), own.patterns);
  }
}

/** Stable: `{ defaults, all, folders: [{ path, patterns }] }`, patterns one a line. */
export function rulesJson({ defaults, rules, folders }: ShownRules): object {
  return {
    defaults,
    all: rules.find(({ folderId }) => folderId === null)?.patterns ?? '',
    folders: folders.map(({ id, path }) => ({ path, patterns: rules.find(({ folderId }) => folderId === id)?.patterns ?? '' })),
  };
}

function printLines(terminal: Terminal, title: string, patterns: string): void {
  terminal.printLine(terminal.bold(title));
  const lines = changeLines(patterns);
  if (lines.length === 0) terminal.printLine('  no patterns of your own; "akin rules add PATTERN" adds one');
  for (const line of lines) terminal.printLine(line === '' ? '' : `  ${withoutControls(line)}`);
}
