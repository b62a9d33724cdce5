import { marked, type Token, type Tokens } from 'marked';
import { parse } from 'yaml';
import { z } from 'zod';

/** What a sample says of itself; dates as `2024-01-31`. */
export const facts = z.object({
  title: z.string(),
  author: z.string(),
  created: z.iso.date(),
  modified: z.iso.date().optional(),
  language: z.string(),
});
export type Facts = z.infer<typeof facts>;

export type Run = { readonly text: string; readonly isBold: boolean };
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'quote'; readonly runs: readonly Run[] }
  | { readonly kind: 'list'; readonly lines: readonly (readonly Run[])[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Run[])[])[] }
  | { readonly kind: 'pageBreak' };

export type Source = { readonly facts: Facts; readonly blocks: readonly Block[] };

/** A source in Markdown with front matter; a rule (`---`) in it begins a new page. */
export function readSource(markdown: string): Source {
  const [, yaml = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown) ?? [];
  return { facts: facts.parse(parse(yaml, { schema: 'failsafe' })), blocks: marked.lexer(body).flatMap(toBlocks) };
}

export function textOf(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

/** Whether a language is written from right to left. */
export function isRightToLeft(language: string): boolean {
  return language === 'fa';
}

function toBlocks(token: Token): Block[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', level: (token as Tokens.Heading).depth, runs: runsOf(token.tokens) }];
    case 'paragraph':
      return [{ kind: 'paragraph', runs: runsOf(token.tokens) }];
    case 'blockquote':
      return (token.tokens ?? []).map((each) => ({
        kind: 'quote',
        runs: runsOf(each.type === 'paragraph' ? each.tokens : [each]),
      }));
    case 'list':
      return [{ kind: 'list', lines: (token as Tokens.List).items.map((line) => runsOf(line.tokens)) }];
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [{ kind: 'table', rows: [header, ...rows].map((row) => row.map((cell) => runsOf(cell.tokens))) }];
    }
    case 'hr':
      return [{ kind: 'pageBreak' }];
    case 'space':
      return [];
    default:
      throw new Error(`the samples are not written with ${token.type}`);
  }
}

function runsOf(tokens: readonly Token[] = [], isBold = false): Run[] {
  return tokens.flatMap((token): Run[] => {
    if ('tokens' in token && token.tokens !== undefined) return runsOf(token.tokens, isBold || token.type === 'strong');
    const text = 'text' in token && typeof token.text === 'string' ? token.text : '';
    // Lines are wrapped in the sources; Chinese has no blanks between its words.
    return [{ text: text.replace(/(?<=\p{sc=Han}|[，。：；、])\n/gu, '').replaceAll('\n', ' '), isBold }];
  });
}
