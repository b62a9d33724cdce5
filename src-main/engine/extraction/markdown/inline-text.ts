import { Parser } from 'htmlparser2';

/** What all inline tokens of marked, and our own, have in common. */
export type InlineToken = {
  readonly type: string;
  readonly raw: string;
  readonly text?: string;
  readonly tokens?: readonly InlineToken[];
};

/** What the inline tokens of one block come to. `tags` are added to as they are met. */
export type InlineReader = { textOf(tokens: readonly InlineToken[]): string; readonly tags: ReadonlySet<string> };

/** A tag begins a word, and is not a number alone: `#42` is an issue. */
const TAG = /(?<![^\s([{"'«„“‘、，。；：])#([\p{L}\p{N}\p{M}\p{Extended_Pictographic}_/\u200c-]{1,100})/gu;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;
const HIGHLIGHT = /==([^=\n]+)==/g;

/** Reads inline tokens as prose: without marks, links as their text, code as it is; collects `#tags`. */
export function createInlineReader(): InlineReader {
  const tags = new Set<string>();

  function textOf(tokens: readonly InlineToken[]): string {
    let text = '';
    for (const token of tokens) text += tokenText(token);
    return text;
  }

  function tokenText(token: InlineToken): string {
    switch (token.type) {
      case 'codespan':
      case 'wikiLink':
      case 'escape':
      case 'image':
        return token.text ?? '';
      case 'br':
        return '\n';
      case 'html':
        return /^<br\s*\/?>$/i.test(token.raw) ? '\n' : '';
      case 'checkbox':
        return '';
      case 'link':
        return token.tokens === undefined ? (token.text ?? '') : decodeEntities(plainText(token.tokens));
      default:
        return token.tokens === undefined ? readText(token.text ?? token.raw) : textOf(token.tokens);
    }
  }

  /** A link's own text: what looks like a tag in an address is none. */
  function plainText(tokens: readonly InlineToken[]): string {
    return tokens
      .map((token) => (token.type === 'text' && token.tokens === undefined ? (token.text ?? '') : tokenText(token)))
      .join('');
  }

  function readText(text: string): string {
    for (const [, tag = ''] of text.matchAll(TAG)) if (/[^\d/_-]/.test(tag)) tags.add(tag.replace(/[/-]+$/, ''));
    return decodeEntities(text).replace(HIGHLIGHT, '$1');
  }

  return { textOf, tags };
}

export function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(ENTITY, decodeEntity) : text;
}

function decodeEntity(entity: string): string {
  let decoded = '';
  const parser = new Parser({ ontext: (text) => void (decoded += text) });
  parser.end(entity);
  return decoded;
}
