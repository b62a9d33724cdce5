const DIGIT = /^\p{Nd}$/u;

/** Compatibility forms (full width, circled ...) and the decimal digits of every script as ASCII; small letters. */
export function foldValue(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, toAsciiDigit)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Decimal digits of every script lie in runs of ten that begin with zero, some runs side by side. */
function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let start = codePoint;
  while (DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return String((codePoint - start) % 10);
}
