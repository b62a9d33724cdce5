import { spawn } from 'node:child_process';
import { Command, InvalidArgumentError } from 'commander';
import { entryFile } from '#hosts/node/entries.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export function serveCommand({ dataFolder, setExitCode }: CommandContext): Command {
  return new Command('serve')
    .description('show Akin in a browser of this machine, until Ctrl+C')
    .option('--port <n>', 'the port on 127.0.0.1; a free one by default', toPort, 0)
    .option('--no-open', 'only print the address, open no browser')
    .addHelpText('after', '\nThe address holds a token that works once. Run it again for another one.')
    .action(async ({ port, open }: { port: number; open: boolean }) => {
      setExitCode(await runWebHost(dataFolder, ['--port', String(port), ...(open ? [] : ['--no-open'])]));
    });
}

/** The web host is a program of its own, with this one's terminal. It ends by itself at Ctrl+C, so this one waits for it. */
function runWebHost(dataFolder: string, options: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entryFile('web'), ...options], {
      stdio: 'inherit',
      env: { ...process.env, AKIN_HOME: dataFolder },
    });
    // A terminal sends Ctrl+C to both; other signals come to this one alone.
    const pass = (signal: NodeJS.Signals): void => void (signal !== 'SIGINT' && child.kill(signal));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT.failure));
  });
}

function toPort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}
