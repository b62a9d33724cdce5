import { Command, InvalidArgumentError } from 'commander';
import { runWebHost } from '#hosts/web/run-web-host.ts';
import type { CommandContext } from '../context.ts';

export function serveCommand({ dataFolder }: CommandContext): Command {
  return new Command('serve')
    .description('show Akin in a browser of this machine, until Ctrl+C')
    .option('--port <n>', 'the port on 127.0.0.1; a free one by default', toPort, 0)
    .option('--no-open', 'only print the address, open no browser')
    .addHelpText('after', '\nThe address holds a token that works once. Run it again for another one.')
    .action(({ port, open }: { port: number; open: boolean }) => runWebHost({ dataFolder, port, opensBrowser: open }));
}

function toPort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}
