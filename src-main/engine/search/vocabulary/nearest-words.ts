import { tokensOf, tokensOfStem, type Tokens } from '#engine/analysis/tokens.ts';
import type { Vocabulary } from '#engine/storage/index-store.ts';
import type { QueryWords } from '../query-words.ts';
import { createTokenPositions } from '../token-positions.ts';
import type { QueryWord } from '../word-ranking.ts';
import { isFunctionWord } from './function-words.ts';
import { maxEditsOf, meantAsWritten } from './slips.ts';

/** Beside the word as it was said, which counts 1. */
const WEIGHT = 0.5;
/** Each takes one look at every word of the library. */
const MOST_SLIPS = 3;

/**
 * Adds for each word that nothing in the library has, beside others that something has, the nearest word that there is: who
 * asks for `signs of matastases` also finds `metastases`. Nothing where no word tells what is looked for: then the query is
 * corrected (`correct-query.ts`), and that is said. It is asked for among the query's own words: another list beside theirs
 * would take as long as the first.
 * @param said the query as it was written
 * @param explained the `exact` of words that are found otherwise: by longer ones that they begin, or as compounds by their parts
 */
export function withNearestWords(
  asked: QueryWords,
  {
    said,
    languages,
    explained,
  }: { readonly said: string; readonly languages: readonly string[]; readonly explained: ReadonlySet<number> },
  tokens: Pick<Tokens, 'query'>,
  vocabulary: Pick<Vocabulary, 'isReady' | 'countOf' | 'nearest'>,
): QueryWords {
  if (!vocabulary.isReady()) return asked;
  const { tokens: all, place } = createTokenPositions(asked.tokens);
  const meant = slipsOf(said, languages, tokens, vocabulary).flatMap((slip): QueryWord[] => {
    const word = asked.words.find(({ exact, isSaid }) => isSaid && asked.tokens[exact] === slip);
    if (word === undefined || explained.has(word.exact)) return [];
    const [nearest] = vocabulary.nearest(slip, { maxEdits: maxEditsOf(slip), limit: 1 });
    if (nearest === undefined || asked.tokens.includes(nearest.word)) return [];
    const stems = tokens.query(nearest.word, languages)[0]?.stems ?? [];
    const exact = place(nearest.word);
    const groups = stems.length === 0 ? [[exact]] : stems.map((stem) => tokensOfStem(stem).map(place));
    return [{ exact, stems: groups, isSaid: false, count: WEIGHT, standsFor: [word.exact] }];
  });
  return meant.length === 0 ? asked : { tokens: all, words: [...asked.words, ...meant] };
}

/** The folded words that nothing has, beside one that tells something. */
function slipsOf(
  said: string,
  languages: readonly string[],
  tokens: Pick<Tokens, 'query'>,
  vocabulary: Pick<Vocabulary, 'countOf'>,
): readonly string[] {
  const read = tokens.query(said, languages);
  const wholes = read.filter(({ role }) => role === 'whole');
  const free = read.filter(
    ({ role, start, end }) => role === 'word' && !wholes.some((whole) => whole.start < end && whole.end > start),
  );
  const isKnown = free.map((word) => tokensOf(word).some((token) => vocabulary.countOf(token) > 0));
  if (!free.some(({ term }, at) => isKnown[at] === true && !isFunctionWord(term))) return [];
  const isAsMeant = meantAsWritten(free.map(({ start, end }) => said.slice(start, end)));
  const slips = free.filter(({ term }, at) => isKnown[at] !== true && isAsMeant[at] !== true && maxEditsOf(term) > 0);
  return [...new Set(slips.map(({ term }) => term))].slice(0, MOST_SLIPS);
}
