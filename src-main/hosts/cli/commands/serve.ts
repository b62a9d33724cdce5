import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../context.ts';

export function serveCommand({ dataFolder }: CommandContext): Command {
  return new Command('serve')
    .description('show Akin in a browser of this machine, until Ctrl+C')
    .option('--port <n>', 'the port on 127.0.0.1; a free one by default', toPort, 0)
    .option('--no-open', 'only print the address, open no browser')
    .addHelpText('after', '\nThe address holds a token that works once. Run it again for another one.')
    .action(async ({ port, open }: { port: number; open: boolean }) => {
      // Only now: no other command should wait for a web server to be loaded.
      const { runWebHost } = await import('#hosts/web/run-web-host.ts');
      await runWebHost({ dataFolder, port, opensBrowser: open });
    });
}

function toPort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}
