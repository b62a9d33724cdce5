import { printNode } from './query-language/print-query.ts';
import type { Query, QueryNode } from './query-language/query-tree.ts';

const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/**
 * The words, phrases and patterns that a query asks for, each once and as a query of its own, in its order; what it
 * excludes is left out. Words of scripts without spaces are told apart by dictionary.
 */
export function leavesOf({ words }: Query): string[] {
  return [...new Set(leaves(words))];
}

function leaves(node: QueryNode): string[] {
  switch (node.kind) {
    case 'not':
      return [];
    case 'any':
    case 'all':
      return node.children.flatMap(leaves);
    case 'word':
      return WITHOUT_SPACES.test(node.text) ? segments(node.text) : [node.text];
    case 'phrase':
      return [printNode({ ...node, isRequired: false, isUnfinished: false })];
    case 'prefix':
    case 'infix':
    case 'suffix':
      return [printNode({ ...node, isRequired: false })];
  }
}

function segments(text: string): string[] {
  const words = new Intl.Segmenter('zh', { granularity: 'word' }).segment(text);
  return Array.from(words).flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}
