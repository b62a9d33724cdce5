import { expect, test } from 'vitest';
import { EngineError } from '#contract';
import { createLibraryDouble, noCounts, progressOf } from '../testing/library-double.ts';
import { createConnection, type ConnectionStatus } from './connection.ts';

const soon = { backOffMs: () => 5 };

test('the connection comes back after a loss, and subscriptions begin again with a snapshot', async () => {
  const double = createLibraryDouble();
  const connection = createConnection({ openChannel: double.openChannel, ...soon });
  const statuses: ConnectionStatus[] = [];
  const totals: number[] = [];
  connection.watch((status) => statuses.push(status));
  connection.subscribe('progress', (progress) => totals.push(progress.documentsTotal));
  await connection.ask('library.listFolders', {});
  double.progress = progressOf({ documentsTotal: 4, counts: { ...noCounts, indexed: 4 } });
  double.kill();
  await expect.poll(() => totals).toEqual([0, 4]);
  expect(statuses).toEqual(['connecting', 'open', 'lost', 'open']);
  connection.close();
});

test('a question asked while the engine is away is answered once it is back; a call is not kept', async () => {
  const double = createLibraryDouble();
  double.isDown = true;
  const connection = createConnection({ openChannel: double.openChannel, ...soon });
  const question = connection.ask('library.listFolders', {});
  await expect(connection.call('library.rescan', {})).rejects.toMatchObject({ code: 'connectionLost' });
  double.isDown = false;
  expect(await question).toEqual([]);
  connection.close();
});

test('a question lost with the engine is asked again', async () => {
  const double = createLibraryDouble();
  let asked = 0;
  double.methods['library.listFolders'] = async () => {
    asked += 1;
    if (asked > 1) return [];
    double.kill();
    return new Promise(() => undefined);
  };
  const connection = createConnection({ openChannel: double.openChannel, ...soon });
  expect(await connection.ask('library.listFolders', {})).toEqual([]);
  expect(asked).toBe(2);
  connection.close();
});

test('a cancelled question stops waiting for the engine', async () => {
  const double = createLibraryDouble();
  double.isDown = true;
  const connection = createConnection({ openChannel: double.openChannel, ...soon });
  const controller = new AbortController();
  const question = connection.ask('library.listFolders', {}, { signal: controller.signal });
  controller.abort();
  await expect(question).rejects.toMatchObject({ code: 'cancelled' });
  connection.close();
});

test('without a session it is said at once and not tried again', async () => {
  let tries = 0;
  const connection = createConnection({
    openChannel: async () => {
      tries += 1;
      throw new EngineError('notAllowed', 'no session');
    },
    ...soon,
  });
  const statuses: ConnectionStatus[] = [];
  connection.watch((status) => statuses.push(status));
  await expect.poll(() => statuses).toEqual(['connecting', 'signedOut']);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tries).toBe(1);
});
