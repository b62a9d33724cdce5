import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { openCatalogue } from '../open-catalogue.ts';
import { CATALOGUE_MIGRATIONS } from './catalogue-migrations.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-migration-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it.each(CATALOGUE_MIGRATIONS.map(({ version }) => version).filter((version) => version < 2))(
  'gives a catalogue of version %i room for ignore rules and keeps its folders',
  (version) => {
    const file = join(base, 'catalogue.sqlite');
    const older = CATALOGUE_MIGRATIONS.filter((migration) => migration.version <= version);
    const database = openDatabase({ file, synchronous: 'FULL', migrations: older });
    database.run('INSERT INTO folders (path) VALUES (?)', Buffer.from('/a'));
    database.close();
    const catalogue = openCatalogue({ file });
    expect(catalogue.listFolders()).toMatchObject([{ id: 1, path: '/a' }]);
    expect(catalogue.ignorePatterns()).toEqual(new Map());
    catalogue.close();
  },
);

it('keeps patterns over a restart, and forgets those of a folder with it', () => {
  const file = join(base, 'catalogue.sqlite');
  const catalogue = openCatalogue({ file });
  const { id } = catalogue.addFolder('/a');
  catalogue.setIgnorePatterns(id, '*.log');
  catalogue.setIgnorePatterns(null, '*.bak');
  catalogue.setIgnorePatterns(null, '*.old');
  expect(() => catalogue.setIgnorePatterns(id + 1, 'x')).toThrow();
  catalogue.close();
  const again = openCatalogue({ file });
  expect([...again.ignorePatterns()]).toEqual([
    [null, '*.old'],
    [id, '*.log'],
  ]);
  again.setIgnorePatterns(null, '');
  again.removeFolder(id);
  expect(again.ignorePatterns().size).toBe(0);
  expect(again.checkIntegrity()).toEqual([]);
  again.close();
});
