import type { Catalogue, CountedField, ValueCount } from './catalogue.ts';
import { integerOf, textOf, type Database } from './database.ts';

/** While documents change all the time, counts may be so old: those of 100,000 documents take a tenth of a second. */
const MAX_AGE_MS = 5_000;
const BETWEEN_AUTHORS = /,\s+/;

const COUNTS: Readonly<Record<CountedField, string>> = {
  type: 'SELECT type AS value, sum(count) AS count FROM document_tallies GROUP BY type HAVING sum(count) > 0',
  ext: `SELECT value, count(*) AS count FROM (SELECT extension(CAST(path AS TEXT)) AS value FROM documents)
    WHERE value IS NOT NULL GROUP BY value`,
  lang: 'SELECT language AS value, count(*) AS count FROM documents WHERE language IS NOT NULL GROUP BY language',
  author: 'SELECT author AS value, count(*) AS count FROM documents WHERE author IS NOT NULL GROUP BY author',
  tag: 'SELECT tag AS value, count(*) AS count FROM document_tags GROUP BY tag',
};

/** Needs the functions that `openDatabase` adds. `now` in milliseconds of any clock that never goes back. */
export function createFieldCounts(
  database: Database,
  now: () => number = () => performance.now(),
): Pick<Catalogue, 'fieldCounts'> {
  const known = new Map<
    CountedField,
    { readonly counts: readonly ValueCount[]; readonly changes: number; readonly at: number }
  >();

  return {
    fieldCounts(field) {
      const changes = integerOf(database.first('SELECT total_changes() AS changes') ?? {}, 'changes');
      const before = known.get(field);
      if (before !== undefined && (before.changes === changes || now() - before.at < MAX_AGE_MS)) return before.counts;
      const counted = database
        .all(COUNTS[field])
        .map((row): ValueCount => ({ value: textOf(row, 'value'), count: integerOf(row, 'count') }));
      const counts = (field === 'author' ? eachAuthor(counted) : counted).sort(byCount);
      known.set(field, { counts, changes, at: now() });
      return counts;
    },
  };
}

function eachAuthor(counted: readonly ValueCount[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const { value, count } of counted) {
    const names = new Set(value.split(BETWEEN_AUTHORS).map((name) => name.trim()));
    for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count }));
}

function byCount(left: ValueCount, right: ValueCount): number {
  return right.count - left.count || (left.value < right.value ? -1 : 1);
}
