import type { Clock } from './dates.ts';
import { makeAll, makeAny, negate, requirePart, settle, spanning } from './build-nodes.ts';
import type { Filter, Query, QueryNode, QuerySpan } from './query-tree.ts';
import { openSource } from './source.ts';
import { tokenise, type Token } from './tokens.ts';

export type ParseOptions = {
  /** Milliseconds since 1970: what `today` and `7d` count from. The local time zone is the process's own. */
  readonly now: number;
  /** From 0, Sunday, to 6; default 1, Monday. */
  readonly firstDayOfWeek?: number;
};

/**
 * Reads a query. Any string is one: what makes no sense as an operator is text or nothing, a filter's value that cannot be
 * read is that filter's `problem`. Takes linear time.
 *
 *     all   := any { [AND] any }              blanks; AND requires both its sides
 *     any   := unary { (OR | '|') unary }     binds tighter than AND
 *     unary := { '-' | '!' | NOT | '+' } ( '(' all ')' | "phrase" | field:value,value | word | word* | *word* | *word )
 *
 * A sign belongs to what follows it without a blank. Parentheses inside a word (`main(argc)`) are part of it; those that
 * lack their other half are passed over or closed by the end. Keywords are capitals; without operands they are nothing,
 * unless the query has nothing else.
 */
export function parseQuery(typed: string, { now, firstDayOfWeek = 1 }: ParseOptions): Query {
  const source = openSource(typed);
  const clock: Clock = { now, firstDayOfWeek };
  const parsed = readTokens(tokenise(source, clock));
  const span = { start: 0, end: typed.length };
  const isNothing = parsed.node === null && parsed.filters.length === 0;
  const node = isNothing ? keywordsAsPhrase(source.text, span) : parsed.node;
  const children = node === null ? [] : (node.kind === 'all' ? node.children : [node]).map((child) => settle(child, false));
  return { freeText: freeWords(children).join(' '), words: { kind: 'all', children, span }, filters: parsed.filters };
}

/** Recursive descent; `tokenise` sees to it that groups are closed in order and nest to a depth that a stack bears. */
function readTokens(tokens: readonly Token[]): { readonly node: QueryNode | null; readonly filters: readonly Filter[] } {
  const filters: Filter[] = [];
  let position = 0;

  const isNext = (...kinds: readonly Token['kind'][]): boolean => {
    const token = tokens[position];
    return token !== undefined && kinds.includes(token.kind);
  };

  function readAll(isNegated: boolean): QueryNode | null {
    const children: QueryNode[] = [];
    let previous: QueryNode | null = null;
    while (position < tokens.length && !isNext('close')) {
      const start = position;
      while (isNext('and', 'or')) position++;
      const isRequired = tokens.slice(start, position).some(({ kind }) => kind === 'and');
      const before = position;
      const node = readAny(isNegated);
      if (position === before) continue;
      if (isRequired && previous !== null && node !== null) {
        children[children.length - 1] = requirePart(previous);
        previous = requirePart(node);
      } else previous = node;
      if (previous !== null) children.push(previous);
    }
    return makeAll(children);
  }

  function readAny(isNegated: boolean): QueryNode | null {
    const children: (QueryNode | null)[] = [readUnary(isNegated)];
    while (isNext('or')) {
      while (isNext('or')) position++;
      children.push(readUnary(isNegated));
    }
    return makeAny(children.filter((child) => child !== null));
  }

  function readUnary(isNegated: boolean): QueryNode | null {
    const start = tokens[position]?.span.start ?? 0;
    let isNot = false;
    let isRequired = false;
    while (isNext('not', 'require')) {
      if (isNext('not')) isNot = !isNot;
      else isRequired = true;
      position++;
    }
    const operandStart = tokens[position]?.span.start ?? start;
    const node = readPrimary(isNegated !== isNot, start);
    if (node === null) return null;
    const end = tokens[position - 1]?.span.end ?? start;
    if (isNot) return negate(spanning(node, { start: operandStart, end }), { start, end });
    const whole = spanning(node, { start, end });
    return isRequired ? requirePart(whole) : whole;
  }

  function readPrimary(isNegated: boolean, start: number): QueryNode | null {
    const token = tokens[position];
    if (token === undefined) return null;
    if (token.kind === 'leaf') {
      position++;
      return token.node;
    }
    if (token.kind === 'filter') {
      position++;
      filters.push({ ...token.filter, isExcluded: isNegated, span: { start, end: token.span.end } });
      return null;
    }
    if (token.kind !== 'open') return null;
    position++;
    const node = readAll(isNegated);
    if (isNext('close')) position++;
    return node;
  }

  return { node: readAll(false), filters };
}

/** A query of keywords alone (`OR`, `(NOT)`) looks for them. */
function keywordsAsPhrase(text: string, span: QuerySpan): QueryNode | null {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
  if (words === null) return null;
  return { kind: 'phrase', text: words.join(' '), span, isRequired: false, isExact: true, isUnfinished: false };
}

function freeWords(nodes: readonly QueryNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'word' || node.kind === 'phrase') return [node.text];
    return node.kind === 'any' || node.kind === 'all' ? freeWords(node.children) : [];
  });
}
