/**
 * The encodings that are offered where a guess was wrong, the common ones of each script first. Files can be read in every
 * other one of the Encoding standard as well.
 */
export const TEXT_ENCODINGS = [
  'UTF-8',
  'UTF-16LE',
  'UTF-16BE',
  'UTF-32LE',
  'UTF-32BE',
  // Western and Northern Europe
  'windows-1252',
  'ISO-8859-15',
  'macintosh',
  'IBM850',
  'IBM437',
  // Central Europe
  'windows-1250',
  'ISO-8859-2',
  'IBM852',
  'x-mac-ce',
  // The Baltic
  'windows-1257',
  'ISO-8859-13',
  'ISO-8859-4',
  'IBM775',
  // Turkey
  'windows-1254',
  'IBM857',
  'x-mac-turkish',
  // Romania, Malta, Wales
  'ISO-8859-16',
  'ISO-8859-3',
  'ISO-8859-14',
  // Cyrillic
  'windows-1251',
  'KOI8-R',
  'KOI8-U',
  'IBM866',
  'IBM855',
  'ISO-8859-5',
  'x-mac-cyrillic',
  // Greek
  'windows-1253',
  'ISO-8859-7',
  'IBM737',
  'x-mac-greek',
  // Hebrew
  'windows-1255',
  'ISO-8859-8',
  'IBM862',
  // Arabic and Persian
  'windows-1256',
  'ISO-8859-6',
  // Thai and Vietnamese
  'windows-874',
  'windows-1258',
  'VISCII',
  // Chinese
  'GB18030',
  'Big5',
  // Japanese
  'Shift_JIS',
  'EUC-JP',
  'ISO-2022-JP',
  // Korean
  'EUC-KR',
  'ISO-2022-KR',
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];
