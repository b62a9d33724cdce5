const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/gu;
const LETTER = /\p{L}/gu;
/** The beginning of a text says what the rest is written in. */
const SAMPLE_CHARS = 20_000;

/** The direction that most letters of a text are written in: that of its margins, where single lines have their own. */
export function directionOfText(text: string): 'ltr' | 'rtl' {
  const sample = text.slice(0, SAMPLE_CHARS);
  const [rightToLeft, all] = [RIGHT_TO_LEFT, LETTER].map((pattern) => sample.match(pattern)?.length ?? 0);
  return (rightToLeft ?? 0) * 2 > (all ?? 0) ? 'rtl' : 'ltr';
}
