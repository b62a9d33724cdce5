import type { LeafNode, QueryNode, QuerySpan } from './query-tree.ts';
import { canFollowSign } from './tokens.ts';

/** The same part over a wider span: with its sign and parentheses. Several parts beside each other keep their own. */
export function spanning(node: QueryNode, span: QuerySpan): QueryNode {
  return { ...node, span };
}

/** One node for parts beside each other, or null for none. */
export function makeAll(children: readonly QueryNode[]): QueryNode | null {
  const flat = children.flatMap((child) => (child.kind === 'all' ? child.children : [child]));
  const [first] = flat;
  if (first === undefined || flat.length === 1) return first ?? null;
  return { kind: 'all', children: flat, span: spanOf(flat) };
}

/** One node for alternatives, or null for none. */
export function makeAny(children: readonly QueryNode[]): QueryNode | null {
  const [only] = children;
  if (only === undefined || children.length === 1) return only ?? null;
  const flat = children.flatMap((child) => (child.kind === 'any' ? child.children : [child]));
  return { kind: 'any', children: flat, span: spanOf(flat), isRequired: false, isExact: true };
}

/** Requiring parts beside each other requires each. What is excluded must be missing already. */
export function requirePart(node: QueryNode): QueryNode {
  if (node.kind === 'not') return node;
  if (node.kind === 'all') return { ...node, children: node.children.map(requirePart) };
  return { ...governed(node), isRequired: true, isExact: true };
}

/** `span`: with the sign. What is excluded twice is not excluded. */
export function negate(node: QueryNode, span: QuerySpan): QueryNode {
  return node.kind === 'not' ? spanning(node.child, span) : { kind: 'not', child: governed(node), span };
}

/** Words that no sign can stand before (`--help`) go into quotes, so that the tree can be written down again. */
function governed<Part extends QueryNode>(node: Part): Part | LeafNode {
  if ((node.kind !== 'word' && node.kind !== 'prefix') || canFollowSign(node.text)) return node;
  const { text, span, isRequired } = node;
  return { kind: 'phrase', text, span, isRequired, isExact: true, isUnfinished: node.kind === 'word' && node.isUnfinished };
}

/** Below an operator everything is exact, and nothing more than that: requirements there say nothing. */
export function settle(node: QueryNode, isGoverned: boolean): QueryNode {
  switch (node.kind) {
    case 'all':
      return { ...node, children: node.children.map((child) => settle(child, isGoverned)) };
    case 'not':
      return { ...node, child: settle(node.child, true) };
    case 'any':
      return { ...node, isRequired: node.isRequired && !isGoverned, children: node.children.map((child) => settle(child, true)) };
    default:
      return { ...node, isRequired: node.isRequired && !isGoverned, isExact: node.isExact || isGoverned };
  }
}

function spanOf(nodes: readonly { readonly span: QuerySpan }[]): QuerySpan {
  return { start: nodes[0]?.span.start ?? 0, end: nodes.at(-1)?.span.end ?? 0 };
}
