import type { QueryTerm, Tokens } from '#engine/analysis/tokens.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import type { NameIndex } from '../names/name-index.ts';
import { parseQuery } from '../query-language/parse-query.ts';
import type { QueryNode, WordNode } from '../query-language/query-tree.ts';
import { isFunctionWord } from './function-words.ts';
import { createKnownWords, type WordSources } from './known-words.ts';
import { meantAsWritten } from './slips.ts';

/** A word that more of all passages have than this tells none of them from the others ... */
const COMMON_SHARE = 0.1;
/** ... but in a library of some notes every word is in many of them. */
const LEAST_COMMON = 12;

/**
 * Whether a query that matched has a word that nothing in the library has, while all that matched are words that tell
 * nothing: function words, and such as stand in a tenth of all passages. Then what was found is not what was looked for.
 * False where anything in it is an order or meant as it is written, and before the vocabulary is read.
 */
export type LacksTellingWord = (
  typed: string,
  options: WordSources & { /** The last word may be the beginning of one. */ readonly isTyping: boolean },
) => Promise<boolean>;

export function createLacksTellingWord(options: {
  store: Pick<IndexStore, 'findTerms' | 'statistics' | 'vocabulary'>;
  names: Pick<NameIndex, 'find'>;
  tokens: Tokens;
  languages(): readonly string[];
}): LacksTellingWord {
  const { store, tokens } = options;
  const { isKnown } = createKnownWords(options);

  /** In memory, as it is asked with each search that found something. */
  function sorted(
    words: readonly WordNode[],
    isTyping: boolean,
  ): { readonly unknown: QueryTerm[]; readonly common: number[] } | null {
    const { vocabulary } = store;
    const unknown: QueryTerm[] = [];
    const common: number[] = [];
    const languages = options.languages();
    for (const word of words) {
      const terms = tokens.query(word.text, languages);
      for (const term of terms) {
        if (isFunctionWord(term.term)) continue;
        const count = vocabulary.countOf(term.term);
        if (count > LEAST_COMMON) common.push(count);
        else if (count > 0) return null;
        else if (isTyping && word.isUnfinished && vocabulary.withPrefix(term.term, 1).length > 0) return null;
        else unknown.push(term);
      }
    }
    return unknown.length === 0 ? null : { unknown, common };
  }

  return async (typed, { isTyping, ...sources }) => {
    if (!store.vocabulary.isReady()) return false;
    const words = plainWords(parseQuery(typed, { now: 0 }).words.children);
    if (words === null || meantAsWritten(words.map(({ text }) => text)).includes(true)) return false;
    const found = sorted(words, isTyping);
    if (found === null) return false;
    if (found.common.length > 0) {
      const { chunks } = await store.statistics();
      if (found.common.some((count) => count <= COMMON_SHARE * chunks)) return false;
    }
    for (const word of found.unknown) if (await isKnown(word, sources)) return false;
    return true;
  };
}

/** Null where there is anything but free words. */
function plainWords(nodes: readonly QueryNode[]): WordNode[] | null {
  const words = nodes.flatMap((node) => (node.kind === 'word' && !node.isExact ? [node] : []));
  return words.length === nodes.length ? words : null;
}
