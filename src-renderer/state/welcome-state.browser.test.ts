import { afterEach, expect, test } from 'vitest';
import { EngineError, type FolderPreview } from '#contract';
import { createConnection, type Connection } from '../client/connection.ts';
import { createLibraryDouble, type LibraryDouble } from '../testing/library-double.ts';
import { WelcomeState } from './welcome-state.svelte.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

const none: FolderPreview = { files: 0, readable: 0, sizeBytes: 0, byType: [], state: 'complete' };

function open(change: (double: LibraryDouble) => void): WelcomeState {
  const double = createLibraryDouble();
  double.methods['library.suggestFolders'] = () => [
    { path: '/home/ada/Documents', kind: 'documents' },
    { path: '/home/ada/Documents/Ideas', kind: 'vault' },
    { path: '/home/ada/Downloads', kind: 'downloads' },
  ];
  double.methods['library.previewFolder'] = () => none;
  change(double);
  connection = createConnection({ openChannel: double.openChannel, backOffMs: () => 5 });
  return new WelcomeState(connection);
}

test('ticks where people write, and adds a folder inside a ticked one with it', async () => {
  const state = open(() => undefined);
  const stop = state.watch();
  await expect.poll(() => state.choices?.length).toBe(3);
  expect(state.chosen).toEqual(['/home/ada/Documents']);
  expect(state.outerOf('/home/ada/Documents/Ideas')).toBe('/home/ada/Documents');
  state.tick('/home/ada/Documents', false);
  expect(state.chosen).toEqual(['/home/ada/Documents/Ideas']);
  state.tick('/home/ada/Downloads', true);
  expect(state.chosen).toEqual(['/home/ada/Documents/Ideas', '/home/ada/Downloads']);
  stop();
});

test('asks on until a folder is counted, then for the next, and passes over one that has gone', async () => {
  const asked: string[] = [];
  const state = open((double) => {
    double.methods['library.previewFolder'] = ({ path }) => {
      asked.push(path);
      if (path.endsWith('Ideas')) throw new EngineError('folderNotFound', 'gone');
      const files = asked.length;
      return { ...none, files, state: files < 3 ? 'counting' : 'complete' };
    };
  });
  const stop = state.watch();
  await expect.poll(() => state.choices?.at(-1)?.preview?.state).toBe('complete');
  expect(asked.map((path) => path.split('/').at(-1))).toEqual(['Documents', 'Documents', 'Documents', 'Ideas', 'Downloads']);
  expect(state.choices?.map(({ preview }) => preview?.files ?? null)).toEqual([3, null, 5]);
  stop();
});

test('counts no more once nobody looks, and keeps what was ticked for the next look', async () => {
  let calls = 0;
  const state = open((double) => {
    double.methods['library.previewFolder'] = () => {
      calls += 1;
      return { ...none, state: 'counting' };
    };
  });
  const stop = state.watch();
  await expect.poll(() => calls).toBeGreaterThan(1);
  stop();
  state.tick('/home/ada/Downloads', true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = calls;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(calls).toBe(before);
  const stopAgain = state.watch();
  await expect.poll(() => calls).toBeGreaterThan(before);
  expect(state.chosen).toEqual(['/home/ada/Documents', '/home/ada/Downloads']);
  stopAgain();
});
