/**
 * The patterns that say something of a name alone, in one of three plain forms: `name`, `*suffix`, `prefix*`, each with
 * `!` before or `/` after it. A name is looked up rather than tested against one after the other, so that a thousand of
 * them cost what one does; the defaults are of this kind but for one.
 */
export type NamePatterns = {
  /** The lines of other forms; empty lines and comments are left out. */
  readonly others: readonly string[];
  /** What the last of the plain patterns that matches says; false where none does. */
  ignores(name: string, kind: 'file' | 'folder'): boolean;
};

type Form = { readonly place: 'whole' | 'prefix' | 'suffix'; readonly text: string; readonly isForFolders: boolean };

/** Line numbers of the last pattern that matches files, and folders; -1 where none does. */
type Last = { file: number; folder: number };

/** `fold` makes names equal that the file system holds for one. */
export function createNamePatterns(lines: readonly string[], fold: (name: string) => string): NamePatterns {
  const whole = new Map<string, Last>();
  const prefixes = createAffixes((name, length) => name.slice(0, length));
  const suffixes = createAffixes((name, length) => name.slice(name.length - length));
  const others: string[] = [];

  for (const [index, line] of lines.entries()) {
    if (/^ *$/.test(line) || line.startsWith('#')) continue;
    const form = toForm(line.startsWith('!') ? line.slice(1) : line);
    if (form === null) {
      others.push(line);
      continue;
    }
    const text = fold(form.text);
    const last = form.place === 'whole' ? lastOf(whole, text) : (form.place === 'prefix' ? prefixes : suffixes).lastOf(text);
    if (!form.isForFolders) last.file = index;
    last.folder = index;
  }

  return {
    others,
    ignores(name, kind) {
      const folded = fold(name);
      const index = Math.max(whole.get(folded)?.[kind] ?? -1, prefixes.last(folded, kind), suffixes.last(folded, kind));
      return index !== -1 && lines[index]?.startsWith('!') === false;
    },
  };
}

/** Null for every form that is not plain, also for what only the library should judge. */
function toForm(pattern: string): Form | null {
  const isForFolders = pattern.endsWith('/');
  const text = isForFolders ? pattern.slice(0, -1) : pattern;
  // A trailing space or carriage return does not count, or does, by rules of its own.
  if (/[\\/?[\]]|[\s]$/.test(text)) return null;
  const stars = text.split('*').length - 1;
  if (stars === 0) return text === '' ? null : { place: 'whole', text, isForFolders };
  if (stars > 1 || text === '*') return null;
  if (text.endsWith('*')) return { place: 'prefix', text: text.slice(0, -1), isForFolders };
  return text.startsWith('*') ? { place: 'suffix', text: text.slice(1), isForFolders } : null;
}

/** Texts at one end of a name, looked up by each length that there is. */
function createAffixes(cut: (name: string, length: number) => string) {
  const byText = new Map<string, Last>();
  const lengths = new Set<number>();
  return {
    lastOf(text: string): Last {
      lengths.add(text.length);
      return lastOf(byText, text);
    },
    last(name: string, kind: 'file' | 'folder'): number {
      let index = -1;
      for (const length of lengths) {
        if (length <= name.length) index = Math.max(index, byText.get(cut(name, length))?.[kind] ?? -1);
      }
      return index;
    },
  };
}

function lastOf(map: Map<string, Last>, text: string): Last {
  const last = map.get(text) ?? { file: -1, folder: -1 };
  map.set(text, last);
  return last;
}
