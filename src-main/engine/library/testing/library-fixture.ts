import { lstat, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalogue } from '#engine/catalogue/open-catalogue.ts';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { Logger } from '#engine/logger.ts';
import type { EngineProcess } from '#engine/process-launcher.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { createFolderRules, type FolderRules } from '../folder-rules.ts';
import type { Clocks } from '../clock-watch.ts';
import { createLibrary, type Library } from '../library.ts';

const logger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const WATCHER = fileURLToPath(new URL('../../../processes/watcher.ts', import.meta.url));
const DEADLINE_MS = 20_000;

/** For tests: a library over a real folder, a real catalogue and the real watcher process. */
export type LibraryFixture = {
  readonly root: string;
  readonly catalogue: Catalogue;
  readonly library: Library;
  readonly rules: FolderRules;
  /** Every watcher that was started, in order. */
  readonly watchers: EngineProcess[];
  readonly changes: { count: number };
  /** What the library logged, in order, since it was opened. */
  readonly events: readonly string[];
  path(...names: string[]): string;
  /** Paths below `root` in the catalogue, relative and sorted. */
  known(): string[];
  /** Waits until the library's folders are watched. */
  watching(): Promise<void>;
  /** Closes the library and opens another over the same catalogue; what was done between was done unwatched. */
  restart(between?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export async function openLibraryFixture(
  options: { readonly isWatching?: boolean; readonly clocks?: Clocks } = {},
): Promise<LibraryFixture> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'akin-library-')));
  const root = join(base, 'root');
  await mkdir(root);
  const catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  const rules = createFolderRules(catalogue);
  const watchers: EngineProcess[] = [];
  const changes = { count: 0 };
  const real = createProcessLauncher({ entryOf: () => WATCHER, environment: {}, logger });
  const launcher = {
    start(...parameters: Parameters<typeof real.start>) {
      const process = real.start(...parameters);
      watchers.push(process);
      return process;
    },
  };

  let events: string[] = [];
  const note = (event: string): void => void events.push(event);
  const open = (): Library =>
    createLibrary({
      catalogue,
      rulesOf: rules.rulesOf,
      launcher,
      typeOf: (path) => (/\.(md|txt)$/.test(path) ? { type: 'text', isReadable: true } : { type: 'other', isReadable: false }),
      logger: { ...logger, info: note, warn: note },
      ...(options.clocks === undefined ? {} : { clocks: options.clocks }),
      isWatching: () => options.isWatching ?? true,
      onChange: () => void (changes.count += 1),
    });
  let library = open();

  const fixture: LibraryFixture = {
    root,
    catalogue,
    get library() {
      return library;
    },
    rules,
    watchers,
    changes,
    get events() {
      return events;
    },
    path: (...names) => join(root, ...names),
    known: () =>
      catalogue
        .listFolders()
        .flatMap((folder) => [...catalogue.pathsOf(folder.id).keys()])
        .map((path) => path.slice(root.length + 1))
        .sort(),
    watching: () => until(() => events.includes('library.watching') && !library.isScanning),
    async restart(between) {
      await library.close();
      await between?.();
      events = [];
      library = open();
      library.start();
    },
    async close() {
      await library.close();
      catalogue.close();
      await rm(base, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** Polls until the condition holds; fails with its last error, or after a deadline far beyond anything expected. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Regular files below a folder that are not hidden, relative and sorted: what a library should know. */
export async function filesBelow(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true });
  const files: string[] = [];
  for (const name of names) if ((await lstat(join(root, name))).isFile()) files.push(name);
  return files.sort();
}
