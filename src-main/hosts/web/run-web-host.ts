import type { NetworkCounts } from '#contract';
import { bundledModelsFolder, rendererFolder } from '#hosts/node/entries.ts';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import { openWithSystem, revealWithSystem } from '#hosts/node/open-with-system.ts';
import { hasDesktop } from './has-desktop.ts';
import { startWebHost } from './web-host.ts';

export type RunWebHostOptions = {
  readonly dataFolder: string;
  readonly port: number;
  /** Of the person who uses it. */
  readonly home: string;
  /** What this process has counted of connections to other machines. */
  network(): NetworkCounts;
  /** Opens the user's browser, where there is a desktop to open it on. */
  readonly opensBrowser: boolean;
};

/**
 * Runs the web host until Ctrl+C or SIGTERM, and says on stdout where it is. Errors: those of `connectEngine`, and of
 * listening (EADDRINUSE, EACCES).
 */
export async function runWebHost({ dataFolder, port, home, network, opensBrowser }: RunWebHostOptions): Promise<void> {
  const connect = (): ReturnType<typeof connectEngine> => connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  // First of all, so that what keeps the engine from starting is said here and not in the page.
  const first = await connect();
  const system = { platform: process.platform, environment: process.env };
  // Started by a launcher it has no terminal, and still a person before it.
  const desktop = hasDesktop({ ...system, isTerminal: true }) ? { open: openWithSystem, reveal: revealWithSystem } : null;
  const host = await startWebHost({ rendererFolder, port, connect, home, desktop, network });
  process.stdout.write(`Akin is at ${host.startUrl}\nThe address works once, in one browser. Ctrl+C ends it.\n`);
  if (opensBrowser && hasDesktop({ ...system, isTerminal: process.stdout.isTTY })) void openWithSystem(host.startUrl);
  await askedToEnd();
  await host.close();
  first.close();
}

function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
