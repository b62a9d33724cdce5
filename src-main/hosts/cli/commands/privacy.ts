import { Command } from 'commander';
import type { StoredKind } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { megabytes } from '../megabytes.ts';
import { withoutControls } from '../terminal.ts';

const KINDS: Readonly<Record<StoredKind, string>> = {
  catalogue: 'names of files, settings, what you did',
  texts: 'what was read of your files',
  index: 'passages, words and vectors',
  logs: 'ids, counts and durations',
  other: 'lock and temporary files',
};

export function privacyCommand(context: CommandContext): Command {
  return new Command('privacy')
    .description('tell what is kept and where, and what was refused of the network')
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: true }) => {
      await withEngine(context, async (client) => {
        const report = await client.call('privacy.report', {});
        const { terminal } = context;
        if (json === true) return terminal.printJson(report);
        terminal.printLine(`In ${withoutControls(report.dataFolder)}:`);
        for (const { kind, bytes } of report.stored) {
          terminal.printLine(`  ${megabytes(bytes).padStart(10)}  ${kind.padEnd(9)}  ${terminal.dim(KINDS[kind])}`);
        }
        const { queries, openedDocuments, savedSearches } = report.personal;
        terminal.printLine(`Remembered: ${queries} searches, ${openedDocuments} opened files, ${savedSearches} saved searches.`);
        const { refused, made, since } = report.network;
        const start = new Date(since).toLocaleString('sv-SE');
        terminal.printLine(`Connections to other machines since ${start}: ${refused} refused, ${made} made.`);
      });
    });
}
