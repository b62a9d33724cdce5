import { Command } from 'commander';
import { DOCUMENT_STATES, type Contract, type Counts, type Problem } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { describeProgress } from '../progress-line.ts';
import { explainReason } from '#hosts/node/sentences.ts';
import { withoutControls } from '../terminal.ts';

const PROBLEMS_PER_CALL = 1000;
const PROBLEMS_SHOWN = 20;

export function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .description('how far the library is, and which files need attention')
    .option('--json', 'print counts and all problems as JSON (see "akin help json")')
    .action(async ({ json }: { json?: true }) => {
      await withEngine(context, async (client) => {
        const progress = await client.call('library.progress', {});
        const folders = await client.call('library.listFolders', {});
        const { problems, total } = await listProblems(client, json === true ? Infinity : PROBLEMS_SHOWN);
        const { terminal } = context;
        if (json === true) {
          const shown = problems.map(({ path, state, reason }) => ({ path, state, reason }));
          const { counts, isSettled, isScanning, documentsTotal, remainingMs, trouble } = progress;
          const rest = { isSettled, isScanning, documentsTotal, remainingMs, trouble };
          return terminal.printJson({ counts, problems: shown, folders: folders.map(withoutId), ...rest });
        }
        if (folders.length === 0) return terminal.printLine('The library is empty. "akin add FOLDER" puts a folder into it.');
        for (const folder of folders) {
          const missing = folder.isAvailable ? '' : ' (not there now; its documents are kept)';
          terminal.printLine(`${terminal.bold(withoutControls(folder.path))}${missing}`);
          terminal.printLine(`  ${describeCounts(folder.counts)}`);
        }
        terminal.printLine(describeProgress(progress));
        for (const { path, state, reason } of problems) {
          terminal.printLine(`  ${terminal.dim(state.padEnd(7))} ${withoutControls(path)}: ${explainReason(reason)}`);
        }
        if (total > problems.length) terminal.printLine(`  and ${total - problems.length} more; "akin status --json" lists all`);
      });
    });
}

function withoutId({ path, isAvailable, counts }: { path: string; isAvailable: boolean; counts: Counts }): object {
  return { path, isAvailable, counts };
}

function describeCounts(counts: Counts): string {
  const parts = DOCUMENT_STATES.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`);
  return parts.length === 0 ? 'no documents' : parts.join(', ');
}

async function listProblems(client: Client<Contract>, limit: number): Promise<{ problems: Problem[]; total: number }> {
  const problems: Problem[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: { problems: Problem[]; total: number; nextCursor: string | null } = await client.call('library.problems', {
      limit: Math.min(PROBLEMS_PER_CALL, limit),
      cursor,
    });
    problems.push(...page.problems);
    cursor = page.nextCursor;
    if (cursor === null || problems.length >= limit) return { problems, total: page.total };
  }
}
