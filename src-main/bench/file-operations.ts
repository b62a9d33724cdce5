import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createRandom } from './random.ts';

/** Letters that no stemmer takes for an ending. */
const LETTERS = 'bcdfghjklmpqrtvw';
const SENTENCE = 'The minutes of the meeting name what was decided about the garden and who will water it.';
const MOST_FILES = 4_000;
const DEPTH = 3;
/** Expectations of an operation on many files. */
const MOST_EXPECTATIONS = 5;
const APPENDS = 6;
const APPEND_PAUSE_MS = 120;

export const OPERATIONS = [
  'create',
  'change',
  'atomicSave',
  'append',
  'rename',
  'caseRename',
  'moveFolder',
  'delete',
  'deleteFolder',
  'burst',
] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** How often each is chosen; a burst is one choice and many operations. */
const WEIGHTS: Readonly<Record<Exclude<OperationKind, 'burst'>, number>> = {
  create: 36,
  change: 20,
  atomicSave: 12,
  append: 0.5,
  rename: 10,
  caseRename: 5,
  moveFolder: 2,
  delete: 12,
  deleteFolder: 1,
};

/** What search must show once everything is settled: the word of the file's newest text leads to it, or to nothing. */
export type Expectation = { readonly word: string; readonly path: string | null };

export type Operation = {
  readonly kind: OperationKind;
  /** Files that it wrote, moved or deleted. */
  readonly files: number;
  /** Some of what it changed; none where it found nothing to do. */
  readonly expectations: readonly Expectation[];
};

export type FileModel = {
  /** Does one randomly chosen operation; resolves when its last write is done. */
  operate(): Promise<Operation>;
  /** Writes so many files at once into one new folder. */
  burst(count: number): Promise<Operation>;
  /** Renames a folder that holds files; resolves to their new paths. */
  moveFolder(): Promise<string[]>;
  /** Keeps a file and the folders above it from being touched until released. */
  hold(word: string): void;
  release(word: string): void;
  /** Absolute paths of all files, with the word of their newest text. */
  files(): ReadonlyMap<string, string>;
};

/** Changes files below `root` at random and knows what must be there afterwards: the same seed does the same. */
export function createFileModel(root: string, seed: number): FileModel {
  const random = createRandom(seed);
  const files = new Map<string, string>();
  const held = new Set<string>();
  let counter = 0;
  let names = 0;

  const below = (limit: number): number => Math.floor(random.uniform() * limit);
  const isHeld = (path: string): boolean => held.has(files.get(path) ?? '');

  function newWord(): string {
    let word = '';
    for (let rest = counter++; word.length < 6; rest = Math.floor(rest / LETTERS.length)) word += LETTERS[rest % LETTERS.length];
    return `zx${word}q`;
  }

  function newFolder(): string {
    return join(root, ...Array.from({ length: below(DEPTH + 1) }, () => `f${below(8)}`));
  }

  async function newPath(folder = newFolder()): Promise<string> {
    await mkdir(folder, { recursive: true });
    return join(folder, `n${names++}.${below(2) === 0 ? 'md' : 'txt'}`);
  }

  function anyFile(): string | undefined {
    const paths = [...files.keys()];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const path = paths[below(paths.length)];
      if (path !== undefined && !isHeld(path)) return path;
    }
    return undefined;
  }

  function filesIn(folder: string): string[] {
    return [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  }

  function anyFolder(): string | undefined {
    const file = anyFile();
    if (file === undefined) return undefined;
    const folder = dirname(file);
    const inside = filesIn(folder);
    return folder === root || inside.some(isHeld) ? undefined : folder;
  }

  async function write(path: string, kind: OperationKind): Promise<Operation> {
    const word = newWord();
    const text = `${SENTENCE} ${word}\n`;
    if (kind === 'atomicSave') {
      await writeFile(`${path}.tmp`, text);
      await rename(`${path}.tmp`, path);
    } else await writeFile(path, text);
    files.set(path, word);
    return { kind, files: 1, expectations: [{ word, path }] };
  }

  /** Longer than a file needs to be taken for quiet, so that it is read while it grows. */
  async function append(path: string): Promise<Operation> {
    const word = newWord();
    const oldWord = files.get(path) ?? '';
    held.add(oldWord);
    for (let turn = 0; turn < APPENDS; turn += 1) {
      await appendFile(path, `${SENTENCE}\n`);
      await new Promise((resolve) => setTimeout(resolve, APPEND_PAUSE_MS));
    }
    await appendFile(path, `${word}\n`);
    held.delete(oldWord);
    files.set(path, word);
    return { kind: 'append', files: 1, expectations: [{ word, path }] };
  }

  async function move(from: string, to: string, kind: OperationKind): Promise<Operation> {
    const word = files.get(from) ?? '';
    await rename(from, to);
    files.delete(from);
    files.set(to, word);
    return { kind, files: 1, expectations: [{ word, path: to }] };
  }

  async function remove(path: string): Promise<Operation> {
    const word = files.get(path) ?? '';
    await rm(path);
    files.delete(path);
    return { kind: 'delete', files: 1, expectations: [{ word, path: null }] };
  }

  async function moveTree(folder: string, target: string): Promise<string[]> {
    const inside = filesIn(folder);
    await mkdir(dirname(target), { recursive: true });
    await rename(folder, target);
    return inside.map((path) => {
      const to = target + path.slice(folder.length);
      files.set(to, files.get(path) ?? '');
      files.delete(path);
      return to;
    });
  }

  async function removeFolder(folder: string): Promise<Operation> {
    const inside = filesIn(folder);
    const expectations = some(inside).map((path) => ({ word: files.get(path) ?? '', path: null }));
    await rm(folder, { recursive: true });
    for (const path of inside) files.delete(path);
    return { kind: 'deleteFolder', files: inside.length, expectations };
  }

  async function operateOnFolder(kind: 'moveFolder' | 'deleteFolder'): Promise<Operation> {
    const folder = anyFolder();
    if (folder === undefined) return { kind, files: 0, expectations: [] };
    if (kind === 'deleteFolder') return removeFolder(folder);
    const moved = await moveTree(folder, newTarget(folder));
    return { kind, files: moved.length, expectations: some(moved).map((path) => ({ word: files.get(path) ?? '', path })) };
  }

  /** Beside the folder or at the top: never inside itself. */
  function newTarget(folder: string): string {
    return join(below(2) === 0 ? root : dirname(folder), `m${names++}`);
  }

  function chooseKind(): Exclude<OperationKind, 'burst'> {
    const kinds = Object.entries(WEIGHTS) as [Exclude<OperationKind, 'burst'>, number][];
    let left = random.uniform() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of kinds) {
      left -= weight;
      if (left < 0) return kind;
    }
    return 'create';
  }

  async function operate(): Promise<Operation> {
    const kind = files.size >= MOST_FILES ? 'delete' : chooseKind();
    if (kind === 'moveFolder' || kind === 'deleteFolder') return operateOnFolder(kind);
    const path = kind === 'create' ? undefined : anyFile();
    if (path === undefined) return write(await newPath(), 'create');
    switch (kind) {
      case 'create':
      case 'change':
      case 'atomicSave':
        return write(path, kind);
      case 'append':
        return append(path);
      case 'rename':
        return move(path, await newPath(), kind);
      case 'caseRename':
        return move(path, join(dirname(path), swapCase(basename(path))), kind);
      case 'delete':
        return remove(path);
    }
  }

  async function burst(count: number): Promise<Operation> {
    const folder = join(root, `b${names++}`);
    const written: Expectation[] = [];
    for (let index = 0; index < count; index += 1) written.push(...(await write(await newPath(folder), 'burst')).expectations);
    return { kind: 'burst', files: count, expectations: some(written) };
  }

  function some<V>(values: readonly V[]): V[] {
    return random.shuffle(values).slice(0, MOST_EXPECTATIONS);
  }

  return {
    operate,
    burst,
    async moveFolder() {
      const folder = anyFolder();
      return folder === undefined ? [] : moveTree(folder, newTarget(folder));
    },
    hold: (word) => void held.add(word),
    release: (word) => void held.delete(word),
    files: () => files,
  };
}

function swapCase(name: string): string {
  return name === name.toLowerCase() ? name.toUpperCase().replace(/\.(MD|TXT)$/, (end) => end.toLowerCase()) : name.toLowerCase();
}
