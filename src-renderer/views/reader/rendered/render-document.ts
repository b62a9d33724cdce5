import { Marked } from 'marked';
import type { PageKind } from '../../../state/reader-state.svelte.ts';
import { directionOfText } from '../../../text/direction.ts';
import { hasLongWord } from '../../../text/long-words.ts';
import { drawCallouts } from './callouts.ts';
import { escapeMarkup, sanitise } from './sanitise.ts';

/** Larger files would take the page's breath away; their text is shown part by part instead. */
export const MAX_RENDERED_BYTES = 3_000_000;
/** Lines that come into being together, so that those far from the view cost nothing. */
const LINES_PER_GROUP = 200;

export type RenderedKind = Exclude<PageKind, 'pdf'>;

/** Draws a file as people would read it: Markdown and HTML as pages without anything active, all else line by line. */
export function renderDocument(kind: RenderedKind, bytes: ArrayBuffer, encoding: string | null): DocumentFragment {
  const text = decode(bytes, encoding);
  if (kind === 'source' || kind === 'prose') return renderLines(kind, text);
  const fragment = kind === 'html' ? sanitise(text) : renderMarkdown(text);
  separateLines(fragment);
  for (const cell of fragment.querySelectorAll('th, td')) cell.classList.toggle('may-break', hasLongWord(cell.textContent));
  return fragment;
}

const LINES = [
  'br, hr, p, div, section, article, blockquote, figure, figcaption, details, summary, h1, h2, h3, h4, h5, h6, pre, ul, ol, li, dl',
  'dt, dd, table, caption, th, td',
].join();

/** What stands on lines and in cells of their own is apart in the text, too: no word goes on in the next one. */
function separateLines(fragment: DocumentFragment): void {
  for (const element of fragment.querySelectorAll(LINES)) {
    // Where white space is kept, it would be drawn.
    if (element.closest('pre') !== null && !element.matches('pre')) continue;
    if (!/\s$/.test(element.previousSibling?.textContent ?? '\n')) element.before('\n');
    if (!element.matches('br, hr') && !/^\s/.test(element.nextSibling?.textContent ?? '\n')) element.after('\n');
  }
}

function decode(bytes: ArrayBuffer, encoding: string | null): string {
  try {
    return new TextDecoder(encoding ?? 'utf-8').decode(bytes);
  } catch {
    // An encoding that browsers do not know; most of its letters are those of ASCII.
    return new TextDecoder().decode(bytes);
  }
}

const FRONT_MATTER = /^\ufeff?---[^\S\n]*\r?\n([^]*?)\r?\n(?:---|\.\.\.)[^\S\n]*(?:\r?\n|$)/;
const WIKI_LINK = /^!?\[\[([^\][|\n]+)(?:\|([^\][\n]+))?\]\]/;

/** Its box stands in the place of the mark of an entry. */
const TASK = /^\s*[☑☐]\s/;

const HIGHLIGHT = /^==(?=[^\s=])([^=\n]*[^\s=])==/;

const marked = new Marked({
  gfm: true,
  async: false,
  // A control would be no part of the document, and is left out.
  renderer: { checkbox: ({ checked }) => (checked ? '☑ ' : '☐ ') },
  extensions: [
    {
      name: 'highlight',
      level: 'inline',
      start: (source) => source.indexOf('=='),
      tokenizer(source) {
        const [raw, text = ''] = HIGHLIGHT.exec(source) ?? [];
        return raw === undefined ? undefined : { type: 'highlight', raw, tokens: this.lexer.inlineTokens(text) };
      },
      renderer({ tokens = [] }) {
        return `<mark>${this.parser.parseInline(tokens)}</mark>`;
      },
    },
    {
      name: 'wikiLink',
      level: 'inline',
      start: (source) => /!?\[\[/.exec(source)?.index,
      tokenizer(source) {
        const match = WIKI_LINK.exec(source);
        if (match === null) return undefined;
        const [raw, target = '', label = target] = match;
        return { type: 'wikiLink', raw, target, label };
      },
      renderer: ({ label, target }) => `<a title="${escapeMarkup(String(target))}">${escapeMarkup(String(label))}</a>`,
    },
  ],
});

function renderMarkdown(text: string): DocumentFragment {
  const frontMatter = FRONT_MATTER.exec(text);
  const body = frontMatter === null ? text : text.slice(frontMatter[0].length);
  const head = frontMatter === null ? '' : `<pre>${escapeMarkup(frontMatter[1] ?? '')}</pre>`;
  const fragment = sanitise(head + marked.parse(body, { async: false }));
  drawCallouts(fragment);
  for (const item of fragment.querySelectorAll('li')) item.classList.toggle('task', TASK.test(item.textContent));
  return fragment;
}

function renderLines(kind: 'prose' | 'source', text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  // Numbers stand at one side; each line's own direction is told by its letters, in the style sheet.
  const direction = directionOfText(text);
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  for (let first = 0; first < lines.length; first += LINES_PER_GROUP) {
    const group = document.createElement('div');
    group.className = `lines ${kind}`;
    group.dir = direction;
    for (const [index, line] of lines.slice(first, first + LINES_PER_GROUP).entries()) {
      const element = document.createElement('div');
      element.className = 'line';
      element.dataset['line'] = String(first + index + 1);
      element.textContent = `${line}\n`;
      group.append(element);
    }
    fragment.append(group);
  }
  return fragment;
}
