import type { ExtractionStore } from './catalogue.ts';
import { openDatabase } from './database.ts';
import { EXTRACTION_MIGRATIONS } from './migrations/extraction-migrations.ts';

/** Opens or creates the store of extracted texts. */
export function openExtractionStore({ file }: { readonly file: string }): ExtractionStore {
  const database = openDatabase({ file, synchronous: 'NORMAL', migrations: EXTRACTION_MIGRATIONS });
  return {
    put(extractions) {
      database.transaction(() => {
        for (const { fingerprint, extractorVersion, extraction } of extractions) {
          database.run('DELETE FROM extractions WHERE fingerprint = ? AND extractor_version <= ?', fingerprint, extractorVersion);
          database.run(
            'INSERT INTO extractions (fingerprint, extractor_version, extraction) VALUES (?, ?, ?)',
            fingerprint,
            extractorVersion,
            extraction,
          );
        }
      });
    },
    get(fingerprint, extractorVersion) {
      const sql = 'SELECT extraction FROM extractions WHERE fingerprint = ? AND extractor_version = ?';
      const extraction = database.first(sql, fingerprint, extractorVersion)?.['extraction'];
      return extraction instanceof Uint8Array ? extraction : null;
    },
    keepOnly(fingerprints) {
      const list = JSON.stringify([...fingerprints]);
      database.run('DELETE FROM extractions WHERE fingerprint NOT IN (SELECT value FROM json_each(?))', list);
      // `all`, because the pragma frees one page per step.
      database.all('PRAGMA incremental_vacuum');
    },
    close: () => database.close(),
  };
}
