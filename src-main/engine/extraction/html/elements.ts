/** Never text of the page. */
export const SKIPPED = new Set(
  'script style rt rp template noscript head iframe object embed applet canvas svg audio video map select datalist button progress meter dialog'.split(
    ' ',
  ),
);
/** Text that leads to other pages; skipped unless a page has nothing else. */
export const NAVIGATION = new Set(['nav']);

export const HEADING_LEVELS: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 6 }, (_, index): [string, number] => [`h${index + 1}`, index + 1]),
);

/** Elements that start and end a block of their own. */
export const BLOCKS = new Set(
  (
    'address article aside body blockquote caption center dd details dir div dl dt fieldset figcaption figure footer form header hgroup html ' +
    'legend li main menu ol option p pre search section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
