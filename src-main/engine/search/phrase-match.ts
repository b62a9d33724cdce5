import { analyse } from '#engine/analysis/analyse.ts';

/** What a part of a query looks like in a text: terms side by side; `ends` says how the outer ones may go on. */
export type TermPhrase = {
  readonly terms: readonly string[];
  /** The last term may be the beginning of a longer one, the first the end of one. */
  readonly isOpenAtEnd: boolean;
  readonly isOpenAtStart: boolean;
};

const SINGLE_IDEOGRAPH = /^\p{sc=Han}$/u;

/** Whether the terms stand side by side in the text. */
export function holdsPhrase(text: string, phrase: TermPhrase): boolean {
  const { terms } = phrase;
  if (terms.length === 0) return false;
  const found = analyse(text);
  const checks = terms.map((_, index) => termCheck(phrase, index));
  const lastStart = found.length - terms.length;
  for (let start = 0; start <= lastStart; start++) {
    if (checks.every((isMatch, index) => isMatch(found[start + index] ?? ''))) return true;
  }
  return false;
}

function termCheck({ terms, isOpenAtEnd, isOpenAtStart }: TermPhrase, index: number): (found: string) => boolean {
  const term = terms[index] ?? '';
  const isStart = isOpenAtStart && index === 0;
  const isEnd = isOpenAtEnd && index === terms.length - 1;
  // A text knows a lone character of these scripts as part of a pair.
  if ((isStart && isEnd) || SINGLE_IDEOGRAPH.test(term)) return (found) => found.includes(term);
  if (isStart) return (found) => found.endsWith(term);
  return isEnd ? (found) => found.startsWith(term) : (found) => found === term;
}
