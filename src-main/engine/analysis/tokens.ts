import type { TermSpan } from './analyse.ts';
import { createRememberedRuns, type Reader } from './remembered-runs.ts';
import { scanWords, type WordRole } from './scan-words.ts';
import { STEM_MARK, type Stemmer, type Stemmers, type StemScript } from './stemmers.ts';

/** One word of a query. `start` and `end` in the query's text. */
export type QueryTerm = {
  readonly term: string;
  /** `word`s say what a document should hold; `part`s and `whole`s of identifiers are further ways to say the same. */
  readonly role: WordRole;
  /** By each stemmer that may have read a document with the word, without repeats; also where the word is its own stem. */
  readonly stems: readonly string[];
  readonly start: number;
  readonly end: number;
};

/** Receives one token and the part of the text that it was read from: half-open, UTF-16 units. */
type TokenReceiver = (token: string, start: number, end: number) => void;

/** What the index holds of a text, and what to ask it for. */
export type Tokens = {
  /** Each word, then its stem where that differs, marked by `~`; parts and wholes of identifiers. `language`: the document's. */
  scan(text: string, language: string | null, receive: TokenReceiver): void;
  /** The tokens of `scan` that are wanted, with their places, by ascending start; null: all of them. */
  spans(text: string, language: string | null, wanted: ReadonlySet<string> | null): TermSpan[];
  /** The words of a query in their order. `languages`: those that the library's documents are in. */
  query(text: string, languages: readonly string[]): QueryTerm[];
};

/** The tokens that stand for one stem: the words that are it, and those that have it. A text has either for each of its words. */
export function tokensOfStem(stem: string): readonly [string, string] {
  return [stem, STEM_MARK + stem];
}

/** The tokens that find a word of a query: itself and those of its stems. Without repeats. */
export function tokensOf({ term, stems }: Pick<QueryTerm, 'term' | 'stems'>): string[] {
  return [...new Set([term, ...stems.flatMap(tokensOfStem)])];
}

export function createTokens(stemmers: Stemmers): Tokens {
  const readRuns = createRememberedRuns();
  /** By language, and by the stemmer of its words in Arabic letters. */
  const readers = new Map<string | null, Map<Stemmer | null, Reader>>();

  function scan(text: string, stemmerOf: (script: StemScript) => Stemmer | null, receive: TokenReceiver): void {
    const chosen: Partial<Record<StemScript, Stemmer | null>> = {};
    let stemOfWord = '';
    scanWords(text, { withSingles: true }, (term, start, end, role, isAscii) => {
      // کتاب of کتاب‌ها is there as its stem: once more it would outweigh the very word.
      if (role === 'part' && STEM_MARK + term === stemOfWord) return;
      receive(term, start, end);
      if (role === 'whole') return;
      if (role === 'word') stemOfWord = '';
      const script = scriptOf(term);
      if (script === null) return;
      let stemmer = chosen[script];
      if (stemmer === undefined) stemmer = chosen[script] = stemmerOf(script);
      if (stemmer === null) return;
      const { token } = stemmer(term, isAscii ? term : text.slice(start, end));
      if (token === '') return;
      if (role === 'word') stemOfWord = token;
      receive(token, start, end);
    });
  }

  /** What chooses between the stemmers of Arabic letters is the whole passage. */
  function readerFor(passage: string, language: string | null): Reader {
    const ofLanguage = readers.get(language) ?? new Map<Stemmer | null, Reader>();
    readers.set(language, ofLanguage);
    const arabic = stemmers.of('arabic', language, passage);
    const stemmerOf = (script: StemScript): Stemmer | null => (script === 'arabic' ? arabic : stemmers.of(script, language, ''));
    const reader = ofLanguage.get(arabic) ?? {
      read(run) {
        const spans: TermSpan[] = [];
        scan(run, stemmerOf, (term, start, end) => spans.push({ term, start, end }));
        return spans;
      },
    };
    ofLanguage.set(arabic, reader);
    return reader;
  }

  return {
    scan: (text, language, receive) => scan(text, (script) => stemmers.of(script, language, text), receive),
    spans(text, language, wanted) {
      const spans: TermSpan[] = [];
      readRuns(text, readerFor(text, language), ({ term, start, end }, at) => {
        if (wanted === null || wanted.has(term)) spans.push({ term, start: at + start, end: at + end });
      });
      return spans.sort((a, b) => a.start - b.start);
    },
    query(text, languages) {
      const terms: QueryTerm[] = [];
      let stemsOfWord: ReadonlySet<string> = new Set();
      scanWords(text, { withSingles: false }, (term, start, end, role, isAscii) => {
        const script = role === 'whole' ? null : scriptOf(term);
        const written = isAscii ? term : text.slice(start, end);
        const among = script === null ? [] : stemmers.among(script, languages, term);
        const stems = new Set(among.map((stemmer) => stemmer(term, written).stem).filter((stem) => stem !== ''));
        if (role === 'part' && stemsOfWord.has(term)) return;
        if (role === 'word') stemsOfWord = stems;
        terms.push({ term, role, stems: [...stems], start, end });
      });
      return terms.sort((a, b) => a.start - b.start);
    },
  };
}

/** By its first character: words do not mix scripts. Digits and scripts without stemmers give null. */
function scriptOf(term: string): StemScript | null {
  const code = term.charCodeAt(0);
  if (code < 0x250) return code >= 0x61 ? 'latin' : null;
  if (code >= 0x400 && code < 0x530) return 'cyrillic';
  return code >= 0x620 && code < 0x700 ? 'arabic' : null;
}
