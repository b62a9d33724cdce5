import type { Catalogue } from './catalogue.ts';
import { textOf, type Database } from './database.ts';

/** Which languages the documents are in. */
export type Languages = Pick<Catalogue, 'languages'> & {
  /** A document in this language was read. */
  add(language: string): void;
};

export function createLanguages(database: Database): Languages {
  // Looking through all documents takes too long for each keystroke. A language whose last document went does no harm.
  let known: Set<string> | null = null;

  function read(): Set<string> {
    const rows = database.all('SELECT DISTINCT language FROM documents WHERE language IS NOT NULL');
    return new Set(rows.map((row) => textOf(row, 'language')));
  }

  return {
    languages: () => [...(known ??= read())],
    add(language) {
      known?.add(language);
    },
  };
}
