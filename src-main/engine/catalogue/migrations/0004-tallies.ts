import type { Migration } from './migration.ts';

/**
 * How many documents there are of each type, state and reason, kept by triggers: counting them anew reads every row.
 * `document_counts` stays beside it, because progress asks by folder and ten times a second. A reason of '' stands for
 * none, as a key cannot be null. A file that is known by its name alone gets the reason for it, and one whose content
 * holds nothing to read is no longer among those that somebody should look at.
 */
export const tallies: Migration = {
  version: 4,
  sql: `
    CREATE TABLE document_tallies (
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      type TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (state, reason, type)
    ) STRICT, WITHOUT ROWID;

    UPDATE documents SET reason = 'unsupportedType' WHERE state = 'nameOnly' AND reason IS NULL AND is_readable = 0;
    UPDATE documents SET state = 'nameOnly'
      WHERE state = 'skipped' AND reason IN ('empty', 'notARegularFile', 'unsupportedType');
    INSERT INTO document_tallies SELECT state, ifnull(reason, ''), type, count(*) FROM documents GROUP BY 1, 2, 3;

    CREATE TRIGGER documents_tally_added AFTER INSERT ON documents BEGIN
      INSERT INTO document_tallies VALUES (new.state, ifnull(new.reason, ''), new.type, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER documents_tally_removed AFTER DELETE ON documents BEGIN
      UPDATE document_tallies SET count = count - 1
        WHERE state = old.state AND reason = ifnull(old.reason, '') AND type = old.type;
    END;
    CREATE TRIGGER documents_tally_changed AFTER UPDATE OF state, reason, type ON documents
      WHEN old.state <> new.state OR old.reason IS NOT new.reason OR old.type <> new.type BEGIN
      UPDATE document_tallies SET count = count - 1
        WHERE state = old.state AND reason = ifnull(old.reason, '') AND type = old.type;
      INSERT INTO document_tallies VALUES (new.state, ifnull(new.reason, ''), new.type, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
  `,
};
