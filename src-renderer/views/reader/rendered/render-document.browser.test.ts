import '../../../styles/tokens.css';
import './document.css';
import { expect, test } from 'vitest';
import { renderDocument, type RenderedKind } from './render-document.ts';
import { sanitise } from './sanitise.ts';

function markupOf(fragment: DocumentFragment): string {
  const holder = document.createElement('div');
  holder.append(fragment);
  return holder.innerHTML;
}

const render = (kind: RenderedKind, text: string): string =>
  markupOf(renderDocument(kind, new TextEncoder().encode(text).buffer, null));

test.each([
  ['<script>alert(1)</script>after', 'after'],
  ['<img src=x onerror=alert(1) alt="a &lt;b&gt; c">', '<em>a &lt;b&gt; c</em>'],
  ['<p onclick="x()" style="color:red" id="a" class="passage" data-passage>text</p>', '<p>text</p>'],
  ['<a href="javascript:alert(1)">go</a>', '<a>go</a>'],
  ['<a href="https://elsewhere.example/?a=1&b=2">go</a>', '<a title="https://elsewhere.example/?a=1&amp;b=2">go</a>'],
  ['<svg><style><img src=x onerror=alert(1)></style></svg>b', 'b'],
  ['<math><mi//xlink:href="data:x,<script>alert(1)</script>">b', ''],
  ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>b', 'b'],
  ['<iframe srcdoc="<script>x</script>"></iframe><object data=x></object><embed src=x>b', 'b'],
  ['<form action=x><input name=q><button>send</button></form>', 'send'],
  ['<link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=x"><base href=x>b', 'b'],
  [
    '<table background=x><tr><td colspan=2 background=x>c</td></tr></table>',
    '<table><tbody><tr><td colspan="2">c</td></tr></tbody></table>',
  ],
  ['<x-custom slot=a>kept</x-custom>', 'kept'],
])('of %s nothing active is left', (markup, left) => {
  expect(markupOf(sanitise(markup))).toBe(left);
});

test('Markdown is drawn with its front matter, tables and wiki links', () => {
  const drawn = render(
    'markdown',
    '---\ntags: [a]\n---\n# Title\n\nSee [[Target|the **label**]] and ![[Other]].\n\n| a |\n| - |\n| b |\n',
  );
  expect(drawn).toContain('<pre>tags: [a]</pre>');
  expect(drawn).toContain('<h1>Title</h1>');
  expect(drawn).toContain('<a title="Target">the **label**</a> and <a title="Other">Other</a>');
  expect(drawn).toContain('<td>b</td>');
});

test.each([
  ['> [!tip]- Server **time**\n> It may\n> take long.', 'Server <strong>time</strong>', '<p>It may\ntake long.</p>'],
  ['> [!NOTE]\n> Text.', 'Note', '<p>Text.</p>'],
  ['> [!info]+ Title only', 'Title only', ''],
  ['> [!warning] Title  \n> After a break.', 'Title', '<p>After a break.</p>'],
  ['> [!note] Title\n>\n> - entry', 'Title', '<ul>\n<li>entry</li>\n</ul>'],
])('the callout %j is a block with a title', (text, title, body) => {
  const fragment = renderDocument('markdown', new TextEncoder().encode(text).buffer, null);
  const callout = fragment.querySelector('blockquote.callout');
  const heading = callout?.querySelector('.callout-title');
  expect(heading?.innerHTML).toBe(title);
  heading?.remove();
  expect(callout?.innerHTML.trim()).toBe(body);
});

test('a callout inside a callout is one, and a quote that begins otherwise is a quote', () => {
  const drawn = render('markdown', '> [!note] Outer\n> > [!tip] Inner\n> > Text.\n\n> [see] this');
  expect(drawn.match(/class="callout-title">(\w+)/g)).toEqual(['class="callout-title">Outer', 'class="callout-title">Inner']);
  expect(drawn).toContain('<blockquote>\n<p>[see] this</p>');
});

test('highlights and boxes of tasks are drawn, comparisons are left alone', () => {
  expect(render('markdown', 'a ==very *good*== day, `==` and b == c, d == e')).toContain(
    'a <mark>very <em>good</em></mark> day, <code>==</code> and b == c, d == e',
  );
  expect(render('markdown', '- [x] done\n- [ ] open')).toMatch(/<li class="task">☑ done<\/li>\n<li class="task">☐ open<\/li>/);
  expect(render('markdown', '1. ordinary\n2. entries')).toContain('<li>ordinary</li>');
  expect(render('markdown', '==<img src=x onerror=alert(1)>==')).not.toContain('onerror');
});

test('words on lines and in cells of their own do not run together', () => {
  const textOf = (kind: RenderedKind, text: string): string | null =>
    renderDocument(kind, new TextEncoder().encode(text).buffer, null).textContent;
  expect(textOf('markdown', 'one  \ntwo')).toBe('one\ntwo\n');
  expect(textOf('html', '<table><tr><td>one</td><td>two</td></tr></table>three<p>four</p>five')).toBe(
    'one\ntwo\nthree\nfour\nfive',
  );
  expect(textOf('html', '<pre>a<br>b</pre>')).toBe('ab');
});

test('markup inside Markdown is cleaned like any other', () => {
  expect(render('markdown', 'a <script>x</script> [l](javascript:x) <b onclick=x>b</b>')).toBe('<p>a  <a>l</a> <b>b</b></p>\n');
});

test('everything else is drawn line by line, every line with its number', () => {
  const fragment = renderDocument('source', new TextEncoder().encode('\ufeffone\r\n\r\n<b>three</b>\n').buffer, null);
  const lines = [...fragment.querySelectorAll<HTMLElement>('.line')].map((line) => [line.dataset['line'], line.textContent]);
  expect(lines).toEqual([
    ['1', 'one\n'],
    ['2', '\n'],
    ['3', '<b>three</b>\n'],
  ]);
});

test('the numbers of lines stand at the side where the document begins, whatever a line is written in', () => {
  const article = document.createElement('article');
  article.className = 'rendered';
  article.append(renderDocument('prose', new TextEncoder().encode('نگهبان فانوس\n\nin English\nعدسی را پاک کرد').buffer, null));
  document.body.append(article);
  const lines = [...article.querySelectorAll('.line')];
  expect(lines.map((line) => getComputedStyle(line).direction)).toEqual(['rtl', 'rtl', 'rtl', 'rtl']);
  const number = lines.map((line) => getComputedStyle(line, '::before').right);
  expect(new Set(number)).toEqual(new Set(['0px']));
  const sides = lines.map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const [words, frame] = [range.getBoundingClientRect(), line.getBoundingClientRect()];
    return words.left - frame.left < frame.right - words.right ? 'left' : 'right';
  });
  expect([sides[0], sides[2], sides[3]]).toEqual(['right', 'left', 'right']);
  article.remove();
});

test('prose is set in the letters of the page, source in letters of one width', () => {
  const families = (['prose', 'source'] as const).map((kind) => {
    const article = document.createElement('article');
    article.className = 'rendered';
    article.append(renderDocument(kind, new TextEncoder().encode('text').buffer, null));
    document.body.append(article);
    const { fontFamily } = getComputedStyle(article.querySelector('.line') ?? article);
    article.remove();
    return fontFamily;
  });
  expect(families.map((family) => family.includes('mono'))).toEqual([false, true]);
});

test('a file is decoded by the encoding that it was read in', () => {
  const bytes = new Uint8Array([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]).buffer;
  expect(markupOf(renderDocument('html', bytes, 'windows-1251'))).toBe('Привет');
  expect(markupOf(renderDocument('html', new TextEncoder().encode('plain').buffer, 'no-such-encoding'))).toBe('plain');
});
