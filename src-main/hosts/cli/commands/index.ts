import { Command } from 'commander';
import type { Contract, Progress } from '#contract';
import { createReconnectingClient, type ReconnectingClient } from '#hosts/node/reconnecting-client.ts';
import type { CommandContext } from '../context.ts';
import { describeProgress } from '../progress-line.ts';
import type { Terminal } from '../terminal.ts';

const JSON_INTERVAL_MS = 1000;

export function indexCommand(context: CommandContext): Command {
  return new Command('index')
    .description('compare all folders with the disk, and wait until every file is settled')
    .option('--json', 'print progress as JSON lines (as where the output is not a terminal)')
    .action(async ({ json }: { json?: true }) => {
      const client = createReconnectingClient(context.connect);
      const show =
        json === true || !context.terminal.isStdoutTerminal ? jsonLines(context.terminal) : progressLine(context.terminal);
      try {
        const last = await settle(client, show.update);
        show.end(last);
      } finally {
        client.close();
      }
    });
}

/** The first settled state after the disk was compared; also across restarts of the engine. */
async function settle(client: ReconnectingClient<Contract>, update: (progress: Progress) => void): Promise<Progress> {
  const settled = Promise.withResolvers<Progress>();
  let isCompared = false;
  let newest: Progress | undefined;
  const look = (): void => {
    if (isCompared && newest?.isSettled === true) settled.resolve(newest);
  };
  const stop = client.subscribe('progress', (progress) => {
    newest = progress;
    update(progress);
    look();
  });
  try {
    await client.call('library.rescan', {});
    // What was known before the comparison may not count its finds yet.
    newest = await client.call('library.progress', {});
    isCompared = true;
    look();
    return await settled.promise;
  } finally {
    stop();
  }
}

type Show = { update(progress: Progress): void; end(progress: Progress): void };

function progressLine(terminal: Terminal): Show {
  return {
    update: (progress) => terminal.showProgress(describeProgress(progress)),
    end(progress) {
      terminal.showProgress(null);
      terminal.printLine(describeProgress(progress));
    },
  };
}

function jsonLines(terminal: Terminal): Show {
  let printedAtMs = -Infinity;
  const print = (progress: Progress): void => terminal.print(`${JSON.stringify(progress)}\n`);
  return {
    update(progress) {
      if (performance.now() - printedAtMs < JSON_INTERVAL_MS) return;
      printedAtMs = performance.now();
      print(progress);
    },
    end: print,
  };
}
