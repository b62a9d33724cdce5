import type { Span } from './documents.ts';

/** Words whose full stop ends no sentence, lower case, without the stop. One list: no word of it ends sentences elsewhere. */
const ABBREVIATIONS = new Set(
  [
    'mr mrs ms dr prof sr jr st vs etc fig figs vol pp cf ca al approx dept est inc ltd co corp ed eds no nr art sec ch',
    'jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e a.m p.m u.s u.k ph.d',
    'bzw usw z.b d.h u.a o.ä vgl ggf evtl inkl mme mlle',
    'г гг т е др пр стр рис см им ул проф акад тыс млн млрд руб т.е т.д т.п т.к',
  ].flatMap((line) => line.split(' ')),
);
/** Longest ending looked at before a full stop: `approx`, `т.д`. */
const LONGEST_ABBREVIATION = 12;
const CONTINUES = /^[\p{Ll},;:)\]}»”’…]/u;
const INITIAL = /^\p{Lu}$/u;

/**
 * Sentences of `text` from `start` to `end`, without gaps: white space belongs to the sentence before it. Line breaks do
 * not end a sentence, as paragraphs are often wrapped. `Intl.Segmenter` stops after "Dr.", initials and the like; those
 * are joined again.
 */
export function splitSentences(text: string, { start, end }: Span, segmenter: Intl.Segmenter): Span[] {
  const flat = text.slice(start, end).replaceAll('\n', ' ');
  const sentences: Span[] = [];
  let open = start;
  let previous: string | null = null;
  for (const { segment, index } of segmenter.segment(flat)) {
    if (previous !== null && !continues(previous, segment)) {
      sentences.push({ start: open, end: start + index });
      open = start + index;
    }
    previous = segment;
  }
  if (open < end) sentences.push({ start: open, end });
  return sentences;
}

function continues(sentence: string, next: string): boolean {
  if (CONTINUES.test(next)) return true;
  const ending = sentence.slice(-LONGEST_ABBREVIATION - 8).trimEnd();
  if (!ending.endsWith('.')) return false;
  const word =
    ending
      .slice(0, -1)
      .split(/[\s([«"]/)
      .at(-1) ?? '';
  return INITIAL.test(word) || ABBREVIATIONS.has(word.toLowerCase());
}
