import { expect, onTestFinished, test } from 'vitest';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import { temporaryFolder } from '../node/testing/real-engine.ts';
import { runAkin, type Run } from './testing/run-akin.ts';

test('the history of the page is listed and erased, and what is kept is told', { timeout: 120_000 }, async () => {
  const home = await temporaryFolder('akin-history-');
  const akin = (...words: string[]): Promise<Run> => runAkin(home, ...words);
  // It starts the engine.
  expect(await akin('history')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('No searches') });
  const client = await attachEngine(home);
  if (client === null) throw new Error('the engine left');
  onTestFinished(async () => {
    await client.call('engine.stop', {});
    await client.closed;
  });
  // Words of the command line are not remembered.
  await akin('search', 'never kept');
  await client.call('history.add', { query: 'renew\u001b passport' });
  await client.call('history.add', { query: 'owls' });
  expect((await akin('history')).stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}owls\n[\d: -]{16} {2}renew passport\n$/);
  expect(JSON.parse((await akin('history', '--json', '--limit', '1')).stdout)).toMatchObject({ history: [{ query: 'owls' }] });

  const report = await akin('privacy');
  expect(report.stdout).toContain(`In ${home}:\n`);
  expect(report.stdout).toContain('Remembered: 2 searches, 0 opened files, 0 saved searches.\n');
  expect(report.stdout).toMatch(/^Connections to other machines since .*: 0 refused, 0 made\.$/m);
  expect(JSON.parse((await akin('privacy', '--json')).stdout)).toMatchObject({ dataFolder: home, network: { refused: 0 } });

  expect(await akin('history', 'clear')).toMatchObject({ code: 0, stderr: expect.stringContaining('erased') });
  expect((await akin('history')).stdout).toBe('');
});
