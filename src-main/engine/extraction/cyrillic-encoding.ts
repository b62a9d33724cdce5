import { decodeAs } from './decode-as.ts';

/** Of these letters, in lower case, two thirds of any Russian or Bulgarian text consist, ... */
const FREQUENT = /[оеаинтсрвлкм]/g;
/** ... and these pairs, not overlapping, are a fifth of all its letters. In text of other alphabets they stay below a tenth. */
const FREQUENT_PAIR =
  /ст|но|то|на|ен|ов|ни|ра|во|ко|го|пр|ро|ре|по|ли|ер|ны|ри|ка|не|ет|ос|от|ал|та|ть|ан|ол|ит|ор|ва|ел|де|ла|ль|ма|ат/g;
const LEAST_PAIR_SHARE = 0.13;
/** Capitals inside words, as the wrong one of two similar code pages makes them. */
const MISPLACED_CAPITAL = /[а-я][А-Я]/g;
/** Capitals that Russian and Bulgarian have not; the wrong code page makes them of common ones. */
const FOREIGN_CAPITAL = /[ЂЃЌЋЏЉЊЅЈ]/g;
const NOT_ASCII = /[^\0-\x7f]/g;

/** The most common first; a later one must be better by more than chance. */
const CODE_PAGES = ['windows-1251', 'KOI8-R', 'IBM866', 'x-mac-cyrillic', 'ISO-8859-5', 'IBM855'];
const CLEAR_LEAD = 0.005;

/**
 * The Cyrillic code page that makes the best Russian of these bytes, or null where none does: all of them map the
 * same bytes to letters, and chardet knows only some.
 */
export function cyrillicEncoding(sample: Uint8Array): string | null {
  let best: string | null = null;
  let bestShare = 0;
  for (const encoding of CODE_PAGES) {
    const text = decodeAs(sample, encoding, { isLenient: true }) ?? '';
    const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    const letters = count(NOT_ASCII);
    if (count(FREQUENT_PAIR) < LEAST_PAIR_SHARE * letters) continue;
    const share = (count(FREQUENT) - count(MISPLACED_CAPITAL) - count(FOREIGN_CAPITAL)) / letters;
    if (share <= bestShare + CLEAR_LEAD) continue;
    best = encoding;
    bestShare = share;
  }
  return best;
}
