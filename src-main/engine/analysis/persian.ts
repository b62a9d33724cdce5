/** What is left of a word is a word: of two letters where a joiner shows the border, of three where only letters do. */
const FEWEST_LETTERS = 3;
const FEWEST_BEFORE_JOINER = 2;
const JOINER = '\u200c';

/** Plural and comparison with what may follow them, written as one word or apart by a joiner. The longest one goes. */
const SUFFIXES = 'هایمان هایتان هایشان هایم هایت هایش هایی هایم های ها ترینها ترینهای ترین ترها ترهای تری تر'.split(' ');
/** Possession, indefiniteness and the verb "to be": only behind a joiner, for as letters they end too many words. */
const AFTER_JOINER: ReadonlySet<string> = new Set([
  ...SUFFIXES,
  ...'ی ای ام ات اش مان تان شان اند اید ایم ایی یی یم یت یش'.split(' '),
]);
/** With the letters that must be left; دارویی has a glide before its ending. */
const BARE_ENDINGS = [
  ['یی', 3],
  ['ی', 3],
  ['ان', 4],
  ['ات', 4],
  ['ین', 4],
] as const;
/** Vowels that take ی before what follows them: معنای دوست, جستجوی او. */
const GLIDE_AFTER_VOWEL = /[او]ی$/u;

/**
 * A Persian word without its endings. Light on purpose: verbs and broken plurals stay as they are.
 * @param word folded letters, with the joiners (U+200C) of the text
 */
export function stemPersian(word: string): string {
  const joined = word.replaceAll(JOINER, '');
  const border = word.lastIndexOf(JOINER);
  if (border >= FEWEST_BEFORE_JOINER && AFTER_JOINER.has(word.slice(border + 1))) {
    return stemPersian(word.slice(0, border));
  }
  const suffix = longestSuffix(joined);
  if (suffix > 0) return stemPersian(joined.slice(0, -suffix));
  return GLIDE_AFTER_VOWEL.test(joined) && joined.length > FEWEST_LETTERS ? joined.slice(0, -1) : joined;
}

/**
 * A Persian word also without the endings that end other words, too: indefiniteness (سالی, a year), and the plurals of people
 * and of Arabic (کودکان, حیوانات). For queries: what is no word then is found nowhere.
 * @param word as for `stemPersian`
 */
export function barePersianStem(word: string): string {
  const stem = stemPersian(word);
  for (const [ending, fewestLetters] of BARE_ENDINGS) {
    if (stem.endsWith(ending) && stem.length - ending.length >= fewestLetters) return stem.slice(0, -ending.length);
  }
  return stem;
}

function longestSuffix(word: string): number {
  let longest = 0;
  for (const suffix of SUFFIXES) {
    if (suffix.length > longest && word.length - suffix.length >= FEWEST_LETTERS && word.endsWith(suffix))
      longest = suffix.length;
  }
  return longest;
}
