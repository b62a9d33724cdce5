/**
 * Letters beyond ASCII that a text of a language is made of, lower case. Together they say which code page makes sense of a
 * text: `è` is a letter in French and `č` one in Slovene, but no language has `è` beside `š` and `¾`.
 */
export const LATIN_ALPHABETS: Readonly<Record<string, string>> = {
  en: 'éèêëàâäáãåçïîíñôöóøüúæœ',
  de: 'äöüßéèàç',
  fr: 'éèêëàâùûüçîïôœæÿ',
  es: 'áéíóúüñ',
  it: 'àèéìíîòóùú',
  pt: 'ãõáéíóúâêôàçü',
  nl: 'éëïöüèêáó',
  ca: 'àèéíïòóúüçñ',
  sv: 'åäöéàüè',
  da: 'æøåéüöä',
  is: 'áðéíóúýþæö',
  fi: 'äöåéšž',
  et: 'äöõüšž',
  pl: 'ąćęłńóśźż',
  cs: 'áčďéěíňóřšťúůýž',
  sk: 'áäčďéíĺľňóôŕšťúýž',
  hu: 'áéíóöőúüű',
  ro: 'ăâîșțşţ',
  hr: 'čćđšž',
  sl: 'čšžćđ',
  sq: 'ëç',
  tr: 'çğıöşüâîû',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņōŗšūž',
  mt: 'ċġħżàèìòù',
};

/** Of these letters most of any text in the script consists, whatever its language. */
export const FREQUENT_LETTERS: Readonly<Record<'greek' | 'hebrew' | 'arabic' | 'thai', string>> = {
  greek: 'αοιετσνηυρπκλςμόίάέωήδγ',
  hebrew: 'יוהלארתבמשנם',
  arabic: 'اليمونرتبةهدعسكفحقأ',
  thai: 'านรอกเงมยลวดทสตคบปหะัี่้ิ์ไ',
};

/** The commonest characters of Chinese, in both scripts: a fifth or more of most texts. */
export const FREQUENT_HAN =
  '的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想日者意无無';

/** The commonest syllables of Korean. */
export const FREQUENT_HANGUL = '이다는에의을가고하지한도로를은기사리어자인나그서대해일시정으아수있과들전보만게것었';
