import { Marked } from 'marked';
import type { PageKind } from '../../../state/reader-state.svelte.ts';
import { escapeMarkup, sanitise } from './sanitise.ts';

/** Larger files would take the page's breath away; their text is shown part by part instead. */
export const MAX_RENDERED_BYTES = 3_000_000;
/** Lines that come into being together, so that those far from the view cost nothing. */
const LINES_PER_GROUP = 200;

export type RenderedKind = Exclude<PageKind, 'pdf'>;

/** Draws a file as people would read it: Markdown and HTML as pages without anything active, all else line by line. */
export function renderDocument(kind: RenderedKind, bytes: ArrayBuffer, encoding: string | null): DocumentFragment {
  const text = decode(bytes, encoding);
  if (kind === 'html') return sanitise(text);
  return kind === 'markdown' ? renderMarkdown(text) : renderLines(text);
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

const marked = new Marked({
  gfm: true,
  async: false,
  extensions: [
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
  return sanitise(head + marked.parse(body, { async: false }));
}

function renderLines(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  for (let first = 0; first < lines.length; first += LINES_PER_GROUP) {
    const group = document.createElement('div');
    group.className = 'lines';
    for (const [index, line] of lines.slice(first, first + LINES_PER_GROUP).entries()) {
      const element = document.createElement('div');
      element.className = 'line';
      element.dataset['line'] = String(first + index + 1);
      element.dir = 'auto';
      element.textContent = `${line}\n`;
      group.append(element);
    }
    fragment.append(group);
  }
  return fragment;
}
