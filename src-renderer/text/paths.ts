/** The last part of a path, of either kind of separator. */
export function fileName(path: string): string {
  return parts(path).at(-1) ?? path;
}

/**
 * Where a file lies, for people: the name of its library folder and the folders below, "Taxes / 2025". A file outside
 * all folders is named by the folder it is in.
 */
export function placeOf(path: string, folderPaths: readonly string[]): string {
  const folder = folderPaths.filter((candidate) => isInside(path, candidate)).toSorted((a, b) => b.length - a.length)[0];
  if (folder === undefined) return parts(path).at(-2) ?? '';
  const below = parts(path.slice(folder.length)).slice(0, -1);
  return shortened([fileName(folder), ...below]).join(' / ');
}

/** Whether a path lies below a folder. */
export function isInside(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false;
  const next = path[folder.length];
  return /[/\\]$/.test(folder) || next === '/' || next === '\\';
}

/** Deep places keep their two outermost and two innermost parts. */
function shortened(names: readonly string[]): string[] {
  return names.length <= 5 ? [...names] : [...names.slice(0, 2), '…', ...names.slice(-2)];
}

function parts(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '');
}
