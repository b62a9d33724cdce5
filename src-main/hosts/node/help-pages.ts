import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type HelpPages = {
  /** Names of the topics that have a page, in alphabetical order. */
  readonly topics: readonly string[];
  /** The page in Markdown, or null where there is none of this name. */
  read(topic: string): string | null;
};

const EXTENSION = '.md';
const INDEX = 'index';

/** The help pages of one language, `index` (what the topics are) among those that can be read; none where there are none. */
export function openHelpPages(folder: string, language = 'en'): HelpPages {
  const pages = path.join(folder, language);
  const names = (existsSync(pages) ? readdirSync(pages) : [])
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => name.slice(0, -EXTENSION.length))
    .toSorted();
  return {
    topics: names.filter((name) => name !== INDEX),
    // Only what is listed is read: a topic comes from a command line, and later from a page.
    read: (topic) => (names.includes(topic) ? readFileSync(path.join(pages, `${topic}${EXTENSION}`), 'utf8') : null),
  };
}
