#!/usr/bin/env node
// The command line of Akin.
import '../../network/guard-process.ts';
import os from 'node:os';
import { connectEngine } from '#hosts/node/connect-engine.ts';
import { chooseDataFolder } from '#hosts/node/data-folder.ts';
import { bundledModelsFolder } from '#hosts/node/entries.ts';
import { EXIT } from './exit-codes.ts';
import { runProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

process.umask(0o077);
for (const stream of [process.stdout, process.stderr]) {
  // `akin search ... | head` closes the pipe early: that is no failure, and nobody is left to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.outputClosed : EXIT.failure);
  });
}

const dataFolder = chooseDataFolder({ environment: process.env, platform: process.platform, home: os.homedir() });
// Not process.exit: what was printed may still be on its way into a pipe.
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal: createTerminal({ stdout: process.stdout, stderr: process.stderr, environment: process.env }),
  dataFolder,
  connect: () => connectEngine({ dataFolder, modelsFolder: bundledModelsFolder }),
});
