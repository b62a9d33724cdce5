import { execFile, execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../node/testing/real-engine.ts';
import { writeOneOfEachFormat } from './testing/one-of-each-format.ts';

const run = promisify(execFile);
const statusSchema = z.object({ coverage: z.object({ total: z.int(), searchable: z.int() }) });
const program = path.resolve(import.meta.dirname, 'main.ts');

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!hasStrace())('opens no network socket while it adds, reads files of each format, embeds and searches', async () => {
  const home = await temporaryFolder('akin-quiet-home-');
  const folder = await temporaryFolder('akin-quiet-');
  await writeFile(path.join(folder, 'note.md'), '# Silence\n\nNothing leaves this computer, not even a whisper.\n');
  const others = await writeOneOfEachFormat(folder);
  const trace = path.join(home, 'trace.txt');
  const akin = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(
      'strace',
      ['-f', '-qq', '-A', '-o', trace, '-e', 'trace=socket,connect,bind', process.execPath, program, ...args],
      {
        env: { AKIN_HOME: path.join(home, 'data'), PATH: process.env['PATH'] },
      },
    );
    return stdout;
  };
  await akin('add', folder);
  await akin('index');
  expect(await akin('search', 'does anything leave my machine', '--json')).toContain('Silence');
  // Every one of them was read, so that the trace is about something.
  const { coverage } = statusSchema.parse(JSON.parse(await akin('status', '--json')));
  expect(coverage).toEqual({ total: others + 1, searchable: others + 1 });
  await akin('doctor');

  const calls = (await readFile(trace, 'utf8')).split('\n');
  // The private socket between command and engine shows that the trace saw both.
  expect(calls.filter((call) => call.includes('AF_UNIX')).length).toBeGreaterThan(4);
  expect(calls.filter((call) => /AF_INET6?|AF_PACKET|AF_NETLINK/.test(call))).toEqual([]);
});
