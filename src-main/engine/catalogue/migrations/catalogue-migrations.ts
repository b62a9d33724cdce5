import { initial } from './0001-initial.ts';
import { ignoreRules } from './0002-ignore-rules.ts';
import { textEncodings } from './0003-text-encodings.ts';
import { tallies } from './0004-tallies.ts';
import { authors } from './0005-authors.ts';
import { personal } from './0006-personal.ts';
import { savedSearchOptions } from './0007-saved-search-options.ts';
import { types } from './0008-types.ts';
import type { Migration } from './migration.ts';

/** In ascending order. */
export const CATALOGUE_MIGRATIONS: readonly Migration[] = [
  initial,
  ignoreRules,
  textEncodings,
  tallies,
  authors,
  personal,
  savedSearchOptions,
  types,
];
