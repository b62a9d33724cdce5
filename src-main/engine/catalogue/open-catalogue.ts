import type { Catalogue } from './catalogue.ts';
import { openDatabase, type Database } from './database.ts';
import { checkCounts, createDocuments } from './documents.ts';
import { createDocumentSets } from './document-sets.ts';
import { checkTallies, createFileList } from './file-list.ts';
import { createEncodings } from './encodings.ts';
import { createFieldCounts } from './field-counts.ts';
import { createFolders } from './folders.ts';
import { createLanguages } from './languages.ts';
import { CATALOGUE_MIGRATIONS } from './migrations/catalogue-migrations.ts';
import { createIgnorePatterns } from './ignore-patterns.ts';
import { createNames } from './names.ts';
import { createPersonalRows } from './personal-rows.ts';
import { createSeenFiles } from './seen-files.ts';
import { createSettings } from './settings.ts';
import { createSubfolders } from './subfolders.ts';
import { createWork } from './work.ts';

/** Opens or creates the catalogue. Errors: indexLocationUnusable where a newer version of this program wrote it. */
export function openCatalogue({ file }: { readonly file: string }): Catalogue {
  const database = openDatabase({ file, synchronous: 'FULL', migrations: CATALOGUE_MIGRATIONS });
  const { languages, add: addLanguage } = createLanguages(database);
  return {
    ...createFolders(database),
    ...createIgnorePatterns(database),
    ...createSeenFiles(database),
    ...createDocuments(database),
    ...createDocumentSets(database),
    ...createFileList(database),
    ...createSubfolders(database),
    ...createFieldCounts(database),
    ...createNames(database),
    ...createEncodings(database),
    languages,
    ...createWork(database, { addLanguage }),
    ...createSettings(database),
    personal: createPersonalRows(database),
    checkIntegrity: () => checkIntegrity(database),
    close: () => database.close(),
  };
}

function checkIntegrity(database: Database): string[] {
  const answer = database.first('PRAGMA integrity_check(1)');
  if (answer?.['integrity_check'] !== 'ok') {
    return ['The catalogue file is damaged. Run `akin forget --all` and add the folders again; your files are untouched.'];
  }
  const hasStrayRows = database.first('PRAGMA foreign_key_check') !== null;
  return [
    ...(hasStrayRows ? ['The catalogue holds documents without a folder. Remove the folders and add them again.'] : []),
    ...checkCounts(database),
    ...checkTallies(database),
  ];
}
