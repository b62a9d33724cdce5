import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { openCatalogue } from '../open-catalogue.ts';
import { CATALOGUE_MIGRATIONS } from './catalogue-migrations.ts';

it('keeps the saved searches of a catalogue of version 6, as searches without further options', () => {
  const base = mkdtempSync(join(tmpdir(), 'akin-migration-'));
  const file = join(base, 'catalogue.sqlite');
  const old = openDatabase({ file, synchronous: 'FULL', migrations: CATALOGUE_MIGRATIONS.slice(0, 6) });
  old.run(`INSERT INTO saved_searches (name, folded_name, query, sort, created_at) VALUES ('Owls', 'owls', 'owl', 'newest', 5)`);
  old.close();
  const catalogue = openCatalogue({ file });
  const filters = { folders: [], types: [], tags: [], after: null, before: null };
  const owls = { id: 1, name: 'Owls', query: 'owl', sort: 'newest', recency: false, mode: 'hybrid', filters, createdAt: 5 };
  expect(catalogue.personal.savedSearches()).toEqual([owls]);
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});
