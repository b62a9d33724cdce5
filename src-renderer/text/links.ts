/** The address of a file on this computer. */
export function fileAddress(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const encoded = slashed.split('/').map(encodePart).join('/');
  return `file://${slashed.startsWith('/') ? '' : '/'}${encoded}`;
}

/** A link for Markdown notes: the title, and where the file lies. */
export function markdownLink(title: string, path: string): string {
  return `[${title.replaceAll(/[[\]\\`*_<>]/g, '\\$&').replaceAll(/\s+/g, ' ')}](${fileAddress(path)})`;
}

/** The address by which Obsidian opens a file of a vault. `vault` is the vault's folder, which the path lies in. */
export function obsidianLink(vault: string, path: string): string {
  const name = vault.split(/[/\\]/).findLast((part) => part !== '') ?? vault;
  const file = path
    .slice(vault.length)
    .replace(/^[/\\]+/, '')
    .replaceAll('\\', '/');
  return `obsidian://open?vault=${encodePart(name)}&file=${encodePart(file.replace(/\.md$/i, ''))}`;
}

/** A parenthesis would end a Markdown link, and `encodeURIComponent` leaves it; the colon of `C:` stays. */
function encodePart(part: string): string {
  if (/^[a-z]:$/i.test(part)) return part;
  return encodeURIComponent(part.toWellFormed()).replaceAll(
    /[()'*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
