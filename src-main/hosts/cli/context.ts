import type { Contract } from '#contract';
import type { Client } from '#rpc';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly dataFolder: string;
  /** Attaches to the engine, or starts one. */
  readonly connect: () => Promise<Client<Contract>>;
  /** Lets the process end with this code once the command is through. */
  readonly setExitCode: (code: number) => void;
};

/** Runs `use` with a connection to the engine, and lets the engine go afterwards: it finishes its queue by itself. */
export async function withEngine<V>(context: CommandContext, use: (client: Client<Contract>) => Promise<V>): Promise<V> {
  const client = await context.connect();
  try {
    return await use(client);
  } finally {
    client.close();
  }
}
