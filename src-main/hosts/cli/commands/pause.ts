import { Command, InvalidArgumentError } from 'commander';
import type { Progress } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { describePause } from '../progress-line.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function pauseCommand(context: CommandContext): Command {
  return new Command('pause')
    .description('stop reading and embedding; searching and finding files by name go on')
    .option('--for <time>', 'go on by itself after this: 30m, 2h, 1d', parseDuration)
    .option('--json', 'print the pause as JSON')
    .action(async ({ for: forMs, json }: { for?: number; json?: true }) => {
      await withEngine(context, async (client) => {
        await client.call('library.pause', { forMs: forMs ?? null });
        show(context, await client.call('library.progress', {}), json === true);
      });
    });
}

export function resumeCommand(context: CommandContext): Command {
  return new Command('resume')
    .description('go on reading and embedding after a pause')
    .option('--json', 'print what still holds it up as JSON')
    .action(async ({ json }: { json?: true }) => {
      await withEngine(context, async (client) => {
        await client.call('library.resume', {});
        show(context, await client.call('library.progress', {}), json === true);
      });
    });
}

function show({ terminal }: CommandContext, progress: Progress, isJson: boolean): void {
  const { paused, pausedUntil } = progress;
  if (isJson) terminal.printJson({ paused, pausedUntil });
  else terminal.printLine(describePause(progress) ?? 'Indexing goes on.');
}

/** Milliseconds of `90s`, `30m`, `2h` or `1d`. */
function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(amount) * (UNIT_MS[unit ?? ''] ?? NaN);
  if (!(milliseconds > 0)) throw new InvalidArgumentError('Say a time as 30m, 2h or 1d.');
  return milliseconds;
}
