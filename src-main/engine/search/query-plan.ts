import { homedir } from 'node:os';
import { sep } from 'node:path';
import type { QueryProblem } from '#contract';
import { analyse } from '#engine/analysis/analyse.ts';
import type { DocumentCondition } from '#engine/catalogue/document-filter.ts';
import { combineFilters, type Condition } from './query-language/combine-filters.ts';
import { parseQuery } from './query-language/parse-query.ts';
import type { Filter, FilterValue, LeafNode, QueryNode } from './query-language/query-tree.ts';

/** What the executor does about a query. */
export type QueryPlan = {
  /** For the model; empty where nothing is left for it. */
  readonly text: string;
  /** For the names of files: what the query says without its signs. */
  readonly namesText: string;
  /** Distinct analysed terms of all that may stand in a document, in the order of the query. */
  readonly terms: readonly string[];
  /** The last free word where it ends the query, so that more of it may be coming; one of the terms, or null. */
  readonly unfinished: string | null;
  /** Each must hold for a document; empty for a query of free words. */
  readonly parts: readonly QueryNode[];
  /** Each must hold for a document. */
  readonly conditions: readonly DocumentCondition[];
  /** The same without its quotes, for where nothing holds what they say; null where no part has quotes of its own. */
  readonly withoutQuotes: QueryPlan | null;
  readonly problems: readonly QueryProblem[];
};

/** Each part that must hold costs a look into the index. */
const MAX_LEAVES = 64;

/** `now`: milliseconds since 1970. Any string has a plan; what makes no sense in it is among its `problems`. */
export function planQuery(typed: string, { now }: { readonly now: number }): QueryPlan {
  const query = parseQuery(typed, { now });
  const { children } = query.words;
  const { parts, passedOver } = withinBounds(children.filter(isOrder));
  const isPlain = query.filters.length === 0 && children.every((node) => node.kind === 'word' && !node.isExact);
  const wanted = children.flatMap(wantedLeaves);
  const said = isPlain ? typed.trim() : wanted.map(({ text }) => text).join(' ');
  const plan: QueryPlan = {
    text: isPlain ? said : query.freeText,
    namesText: said,
    terms: [...new Set(isPlain ? analyse(said) : wanted.flatMap((leaf) => termsOfLeaf(leaf)))],
    unfinished: unfinishedTerm(children.at(-1)),
    parts,
    conditions: combineFilters(query.filters).flatMap(toDocumentCondition),
    problems: [
      ...query.filters.flatMap((filter) => problemsOf(filter, typed)),
      ...passedOver.map(({ span }) => ({ kind: 'tooManyParts' as const, ...at(typed, span) })),
    ].sort(byStart),
    withoutQuotes: null,
  };
  const quoted = parts.filter(isQuoted);
  if (quoted.length === 0) return plan;
  const ignored = quoted.map(({ span }) => ({ kind: 'quotesIgnored' as const, ...at(typed, span) }));
  const problems = [...plan.problems, ...ignored].sort(byStart);
  return { ...plan, withoutQuotes: { ...plan, parts: parts.filter((part) => !isQuoted(part)), problems } };
}

function byStart(left: QueryProblem, right: QueryProblem): number {
  return left.start - right.start;
}

/** A plus beside the quotes says that they are meant, whatever is found. */
function isQuoted(node: QueryNode): boolean {
  return (node.kind === 'phrase' || node.kind === 'word') && !node.isRequired;
}

/** True for a plan that neither finds nor selects anything. */
export function isEmptyPlan({ namesText, parts, conditions }: QueryPlan): boolean {
  return namesText === '' && parts.length === 0 && conditions.length === 0;
}

/** The words, phrases and patterns of a part, those of excluded parts included. */
export function leavesOf(node: QueryNode): LeafNode[] {
  if (node.kind === 'not') return leavesOf(node.child);
  return node.kind === 'all' || node.kind === 'any' ? node.children.flatMap(leavesOf) : [node];
}

function wantedLeaves(node: QueryNode): LeafNode[] {
  if (node.kind === 'not') return [];
  return node.kind === 'all' || node.kind === 'any' ? node.children.flatMap(wantedLeaves) : [node];
}

/** Of a pattern whole terms are not known before the index was asked. */
function termsOfLeaf(leaf: LeafNode): string[] {
  return leaf.kind === 'word' || leaf.kind === 'phrase' ? analyse(leaf.text) : analyse(leaf.text).slice(0, -1);
}

function unfinishedTerm(last: QueryNode | undefined): string | null {
  if (last?.kind !== 'word' || last.isExact || !last.isUnfinished) return null;
  return analyse(last.text).at(-1) ?? null;
}

function isOrder(node: QueryNode): boolean {
  return node.kind === 'not' || node.kind === 'all' || node.isExact;
}

function withinBounds(nodes: readonly QueryNode[]): { readonly parts: QueryNode[]; readonly passedOver: QueryNode[] } {
  let leaves = 0;
  const isWithin = nodes.map((node) => {
    const count = leavesOf(node).length;
    if (leaves + count > MAX_LEAVES) return false;
    leaves += count;
    return true;
  });
  return { parts: nodes.filter((_, i) => isWithin[i] === true), passedOver: nodes.filter((_, i) => isWithin[i] !== true) };
}

function toDocumentCondition(condition: Condition): DocumentCondition[] {
  if (condition.kind === 'range') return [condition];
  const { field } = condition;
  if (field !== 'folder' && field !== 'path') return [{ ...condition, field }];
  return [{ kind: 'text', field, included: condition.included.map(fromHome), excluded: condition.excluded.map(fromHome) }];
}

function fromHome({ text, isQuoted }: FilterValue): { readonly text: string; readonly isQuoted: boolean } {
  return { text: /^~(?:[/\\]|$)/.test(text) ? homedir() + (text.slice(1) || sep) : text, isQuoted };
}

function problemsOf(filter: Filter, typed: string): QueryProblem[] {
  return filter.problem === null ? [] : [{ kind: filter.problem.kind, ...at(typed, filter.problem.span) }];
}

function at(typed: string, { start, end }: { readonly start: number; readonly end: number }): Omit<QueryProblem, 'kind'> {
  return { text: typed.slice(start, end), start, end };
}
