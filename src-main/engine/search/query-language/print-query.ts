import { beginsNamedPeriod } from './dates.ts';
import type { Filter, Query, QueryNode } from './query-tree.ts';

/**
 * The query in its canonical form, filters first, names of fields and signs as the help page has them. Parsed again it gives
 * the same tree but for spans; for what `today` and the like stand for, at the same time.
 */
export function printQuery({ words, filters }: Pick<Query, 'words' | 'filters'>): string {
  const text = [...filters.map(printFilter), ...words.children.map(printNode)].join(' ');
  const last = words.children.at(-1);
  // A word that ends the text would be one that is still being typed, a field that ends it would miss its value.
  return last !== undefined && !endsUnfinished(last) && /[\p{L}\p{N}\p{M}:：﹕]$/u.test(text) ? `${text} ` : text;
}

/** `-folder:"My notes",work` */
export function printFilter(filter: Filter): string {
  const last = filter.values.at(-1);
  // Or a word after it could go on with it: `date:last` and `month`.
  const isOpenEnded = filter.kind === 'range' && last !== undefined && !last.isQuoted && beginsNamedPeriod(last.text);
  return `${filter.isExcluded ? '-' : ''}${filter.field}:${printValues(filter)}${isOpenEnded ? ',' : ''}`;
}

/** One part as it can stand beside others. */
export function printNode(node: QueryNode): string {
  switch (node.kind) {
    case 'not':
      return `-${inGroup(node.child)}`;
    case 'all':
      return node.children.map(printNode).join(' ');
    case 'any': {
      const alternatives = node.children.map((child) => (child.kind === 'all' ? inGroup(child) : printNode(child))).join(' | ');
      return node.isRequired ? `+${parenthesised(alternatives, node)}` : alternatives;
    }
    default:
      return `${node.isRequired ? '+' : ''}${printLeaf(node)}`;
  }
}

function inGroup(node: QueryNode): string {
  return node.kind === 'all' || node.kind === 'any' ? parenthesised(printNode(node), node) : printNode(node);
}

/** What is still being typed must end the text: its parentheses stay open. */
function parenthesised(text: string, node: QueryNode): string {
  return endsUnfinished(node) ? `(${text}` : `(${text})`;
}

function printLeaf(node: Extract<QueryNode, { readonly text: string }>): string {
  switch (node.kind) {
    case 'word':
      return node.text;
    case 'phrase':
      return node.isUnfinished ? `"${node.text}` : `"${node.text}"`;
    case 'prefix':
      return `${node.text}*`;
    case 'infix':
      return `*${node.text}*`;
    case 'suffix':
      return `*${node.text}`;
  }
}

function endsUnfinished(node: QueryNode): boolean {
  if (node.kind === 'word' || node.kind === 'phrase') return node.isUnfinished;
  const last = node.kind === 'not' ? node.child : node.kind === 'all' || node.kind === 'any' ? node.children.at(-1) : undefined;
  return last !== undefined && endsUnfinished(last);
}

function printValues({ field, values }: Filter): string {
  let printed = '';
  for (const { text, isQuoted } of values) {
    // One comma between digits would make one number of two sizes.
    const separator = field === 'size' && /\p{Nd}$/u.test(printed) && /^\p{Nd}/u.test(text) ? ',,' : ',';
    printed += (printed === '' ? '' : separator) + (isQuoted ? `"${text}"` : text);
  }
  // Nothing where the value is missing. With these at its beginning the field would be text: `path://`, `path::`.
  if (printed === '') return '""';
  return /^(\/\/|[:：﹕])/.test(printed) ? `"",${printed}` : printed;
}
