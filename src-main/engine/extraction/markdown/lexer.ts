import { Lexer, Marked, type Token, type TokensList } from 'marked';

/** A token of a wiki link or embed, beside marked's own. */
export type WikiLinkToken = { readonly type: 'wikiLink'; readonly raw: string; readonly text: string };

const WIKI_LINK = /^!?\[\[([^[\]|\n]{0,500})(?:\|([^[\]\n]{0,500}))?\]\]/;
/** `|100` and `|100x80` after an embedded picture are its size. */
const SIZE = /^\d+(?:x\d+)?$/;

/**
 * Fifty quotes in each other, or a list fifty levels deep: no page that a person wrote. marked's time grows with the cube
 * of the depth.
 */
const TOO_DEEP = /^(?:(?:[ \t]{0,3}(?:>|[*+-](?=[ \t]))){50}|[ \t]{100,}(?:[*+-]|\d{1,9}[.)])[ \t])/m;

/** The tokens of a Markdown text (GFM, wiki links); null where it is nested deeper than anyone writes. */
export function lexMarkdown(source: string): TokensList | Token[] | null {
  if (TOO_DEEP.test(source)) return null;
  const marked = new Marked({
    gfm: true,
    extensions: [
      {
        name: 'wikiLink',
        level: 'inline',
        // marked's own text rule stops at each `[` and `!`, so no `start` is needed: it would search the rest of the text each time.
        tokenizer(src): WikiLinkToken | undefined {
          const match = WIKI_LINK.exec(src);
          return match === null ? undefined : { type: 'wikiLink', raw: match[0], text: shownText(match[1] ?? '', match[2]) };
        },
      },
    ],
  });
  try {
    return new Lexer(marked.defaults).lex(source);
  } catch (error) {
    // marked recurses into nested structures.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What Obsidian shows: the text after the bar, else the page and the heading; a block's id is no text. */
function shownText(target: string, alias: string | undefined): string {
  if (alias !== undefined && alias.trim() !== '' && !SIZE.test(alias.trim())) return alias.trim();
  return target
    .split('#')
    .filter((part) => part !== '' && !part.startsWith('^'))
    .map((part) => part.trim())
    .join(' › ');
}
