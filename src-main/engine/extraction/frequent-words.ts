/**
 * Words that nearly every paragraph of a language has and others seldom. Only words that tell languages apart: `de` or
 * `in` would count for half of them.
 */
const FREQUENT_WORDS = {
  en: 'the of and to that with for this are was were which from have not been their these has can you your',
  de: 'der die und das den von zu mit sich dem nicht ein eine auf ist auch werden wird einer für oder dass sind',
  fr: 'les des du est dans une qui pour que sur par au avec sont plus cette ces aux être nous vous leur',
  es: 'y el los las del una por con para como más pero sus esta entre cuando muy también fue hay desde',
  it: 'il che di della per non sono con una gli nel alla dei delle è più anche come questo',
  pt: 'os as não uma para com dos das ao pelo mais são também foi pela seu sua você às',
  nl: 'het een van dat niet op te zijn voor met aan ook worden wordt naar deze hij',
  pl: 'się nie jest że na przez oraz dla jak który lub są być tym przy',
  sv: 'och att det som på är av för med till den inte har ett om var kan från',
  da: 'og at det er som på af for med til den ikke har et om var kan fra der blev sig',
  nb: 'og at det er som på av for med til den ikke har et om var kan fra ble seg å',
  ro: 'și în este care cu pe din nu mai fost sunt pentru lui ale sau că au prin această',
  ca: 'els les dels amb és són més per una el com aquest també però entre fou',
  vi: 'và của là các có được trong cho người những với không một này đã',
  tr: 've bir bu için ile olarak olan daha çok gibi kadar sonra değil ise',
} as const;

const FEWEST_HITS = 4;
/** A lead at this point is not lost any more. */
const ENOUGH_HITS = 12;

/** A function from a text in Latin script to its language, or null where no language leads clearly. */
export function createFrequentWords(): (sample: string) => string | null {
  const languagesByWord = new Map<string, string[]>();
  for (const [language, words] of Object.entries(FREQUENT_WORDS)) {
    for (const word of words.split(' ')) languagesByWord.set(word, [...(languagesByWord.get(word) ?? []), language]);
  }
  return (sample) => {
    const hits = new Map<string, number>();
    for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu)) {
      for (const language of languagesByWord.get(word) ?? []) {
        const count = (hits.get(language) ?? 0) + 1;
        hits.set(language, count);
        if (count === ENOUGH_HITS && leader(hits) === language) return language;
      }
    }
    return leader(hits);
  };
}

/** The language with enough hits, and twice as many as any other. */
function leader(hits: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...hits].toSorted(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < FEWEST_HITS) return null;
  return first[1] >= 2 * (second?.[1] ?? 0) ? first[0] : null;
}
