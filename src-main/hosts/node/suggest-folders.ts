import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { SuggestedFolder, SuggestionKind } from '#contract';

/** Vaults lie near the top: in the home folder, in its documents, or in a folder of vaults there. */
const DEEPEST_VAULT = 4;
/** Folders looked into for vaults; a home folder may hold a hundred thousand. */
const MOST_FOLDERS = 3_000;
const MOST_VAULTS = 8;
/** A page waits for the answer. */
const LONGEST_MS = 1_500;
/** Hold programs and what they make, never notes; hidden folders are left out, too. */
const NO_NOTES = new Set(['node_modules', 'Library', 'AppData', 'Applications', 'venv', 'target', 'build', 'dist']);
/** Where Obsidian keeps vaults that are shared between Apple devices. */
const ICLOUD_VAULTS = 'Library/Mobile Documents/iCloud~md~obsidian/Documents';

/**
 * The folders below a home that a person is likely to keep documents in, as far as they exist: what they wrote first,
 * what came along last. Folders that the system makes go by the names that it gave them. Never rejects; takes two seconds at most.
 */
export async function suggestFolders(home: string): Promise<SuggestedFolder[]> {
  const usual = await usualFolders(home);
  const candidates: { path: string; kind: SuggestionKind }[] = [
    { path: usual.get('DOCUMENTS') ?? path.join(home, 'Documents'), kind: 'documents' },
    { path: path.join(home, 'Notes'), kind: 'notes' },
  ];
  for (const vault of await findVaults(home)) candidates.push({ path: vault, kind: 'vault' });
  candidates.push(
    { path: usual.get('DESKTOP') ?? path.join(home, 'Desktop'), kind: 'desktop' },
    { path: usual.get('DOWNLOAD') ?? path.join(home, 'Downloads'), kind: 'downloads' },
  );
  const found = new Map<string, SuggestedFolder>();
  const realHome = await realPathOf(home);
  for (const { path: candidate, kind } of candidates) {
    const real = await realPathOf(candidate);
    // A vault at the place of "Notes" is a vault; a system folder that is switched off is the home folder itself.
    if (real === null || real === realHome || (await namesIn(real)) === null) continue;
    if (!found.has(real) || kind === 'vault') found.set(real, { path: real, kind });
  }
  return [...found.values()];
}

/** What Linux desktops call their folders, in the language of the desktop: `DOCUMENTS` -> `/home/ada/Документы`. */
async function usualFolders(home: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path.join(home, '.config/user-dirs.dirs'), 'utf8').catch(() => '');
  const folders = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/^XDG_(\w+)_DIR="(.+)"$/gm)) {
    if (name !== undefined && value !== undefined)
      folders.set(
        name,
        value.replace(/^\$HOME(?=\/|$)/, () => home),
      );
  }
  return folders;
}

/** Folders with `.obsidian` in them, nearest to the top first. */
async function findVaults(home: string): Promise<string[]> {
  const deadline = performance.now() + LONGEST_MS;
  const vaults: string[] = [];
  let folders = [home, path.join(home, ICLOUD_VAULTS)];
  let looked = 0;
  for (let depth = 0; depth <= DEEPEST_VAULT; depth += 1) {
    const below: string[] = [];
    for (const folder of folders) {
      if (looked >= MOST_FOLDERS || vaults.length >= MOST_VAULTS || performance.now() > deadline) return vaults;
      looked += 1;
      const names = (await namesIn(folder)) ?? [];
      if (names.includes('.obsidian')) vaults.push(folder);
      else below.push(...names.filter(mayHoldNotes).map((name) => path.join(folder, name)));
    }
    folders = below;
  }
  return vaults;
}

function mayHoldNotes(name: string): boolean {
  return !name.startsWith('.') && !NO_NOTES.has(name);
}

/** The names of the folders in a folder, links not followed; null where it cannot be read. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    const names = await readdir(folder, { withFileTypes: true });
    return names.filter((name) => name.isDirectory()).map((name) => name.name);
  } catch {
    // Not there, no folder, or not ours to read: nothing to suggest, whichever it is.
    return null;
  }
}

async function realPathOf(folder: string): Promise<string | null> {
  return realpath(folder).catch(() => null);
}
