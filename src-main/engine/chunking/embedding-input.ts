/** Between the headings of a path, in the `heading` column and wherever people read it. */
const HEADING_SEPARATOR = ' › ';
/**
 * Longer titles and paths are cut: context must leave most of the model's tokens to the text, in Chinese too where each
 * character is a token.
 */
const MAX_TITLE_CHARS = 80;
const MAX_HEADING_CHARS = 100;

/** A heading path as one line, outermost first; empty for none. */
export function headingOf(path: readonly string[]): string {
  return path.join(HEADING_SEPARATOR);
}

/**
 * What the model is given for one chunk: title and heading path as lines before the text, so that a passage is found by
 * words that only its surroundings hold. `heading` is a `headingOf`. What the text itself begins with, or the heading
 * path repeats of the title, is left out. Equal inputs give equal vectors: this is what the embedding fingerprint hashes.
 */
export function embeddingInput(title: string | null, heading: string, text: string): string {
  const opening = openingLines(text);
  const path = heading === '' ? [] : heading.split(HEADING_SEPARATOR);
  const isKnown = (line: string): boolean => opening.includes(line) || line === '';
  const lines: string[] = [];
  if (title !== null && !path.includes(title) && !isKnown(title)) lines.push(cutEnd(title, MAX_TITLE_CHARS));
  const context = path.filter((part) => !isKnown(part));
  if (context.length > 0) lines.push(cutStart(headingOf(context), MAX_HEADING_CHARS));
  lines.push(text);
  return lines.join('\n');
}

/** The first few lines, where a chunk repeats the headings that it begins with. */
function openingLines(text: string): string[] {
  return text
    .slice(0, 500)
    .split('\n', 12)
    .map((line) => line.trim());
}

/** The innermost headings say the most: a path loses its beginning, a title its end. Never cuts a surrogate pair. */
function cutStart(line: string, maxChars: number): string {
  return line.length <= maxChars ? line : line.slice(-maxChars).replace(/^[\udc00-\udfff]/, '');
}

function cutEnd(line: string, maxChars: number): string {
  return line.length <= maxChars ? line : line.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '');
}
