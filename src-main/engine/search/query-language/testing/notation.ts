import type { Filter, QueryNode, Range } from '../query-tree.ts';

/**
 * Trees as the golden queries have them, written apart from the printer that they test: `word~` is unfinished, `word!` exact,
 * `+word` required, `(a! | b!)` any, `-(a! b!)` not all; filters with local days, bytes and problems.
 */
export function notateNode(node: QueryNode): string {
  switch (node.kind) {
    case 'not':
      return `-${notateNode(node.child)}`;
    case 'all':
      return `(${node.children.map(notateNode).join(' ')})`;
    case 'any':
      return `${node.isRequired ? '+' : ''}(${node.children.map(notateNode).join(' | ')})`;
    case 'phrase':
      return `${node.isRequired ? '+' : ''}"${node.text}"${node.isUnfinished ? '~' : ''}`;
    case 'word': {
      const exact = node.isExact && !node.isRequired ? '!' : '';
      return `${node.isRequired ? '+' : ''}${node.text}${exact}${node.isUnfinished ? '~' : ''}`;
    }
    default:
      return `${node.isRequired ? '+' : ''}${node.kind}:${node.text}`;
  }
}

export function notateFilter(filter: Filter): string {
  const values =
    filter.kind === 'text'
      ? filter.values.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text))
      : filter.values.map(({ range }) => notateRange(range, filter.field === 'size' ? String : localTime));
  const problem = filter.problem === null ? '' : ` ${filter.problem.kind}`;
  return `${filter.isExcluded ? '-' : ''}${filter.field} ${values.join(' , ')}${problem}`.trim();
}

function notateRange(range: Range | null, notate: (value: number) => string): string {
  if (range === null) return '?';
  return `${range.from === null ? '' : notate(range.from)}..${range.before === null ? '' : notate(range.before)}`;
}

function localTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.getHours() + date.getMinutes() === 0 ? day : `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
