import type { Correction } from '#contract';
import { withoutControls } from './terminal.ts';

/** What was searched for instead of what was typed. */
export function correctionSentence({ words }: Correction): string {
  const quoted = (list: readonly string[]): string => `"${withoutControls(list.join(' '))}"`;
  return `Searched for ${quoted(words.map(({ used }) => used))} instead of ${quoted(words.map(({ typed }) => typed))}.`;
}
