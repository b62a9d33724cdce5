const CALLOUT = /^\s*\[!([\w-]{1,40})(?:\|[^\]\n]*)?\][+-]?[^\S\n]*/;

/** Makes quotes that begin with `[!kind]`, as Obsidian and GitHub write callouts, titled blocks. Elements only: no markup. */
export function drawCallouts(fragment: DocumentFragment): void {
  for (const quote of fragment.querySelectorAll('blockquote')) {
    const first = quote.firstElementChild;
    const opening = first?.firstChild;
    if (first?.tagName !== 'P' || !(opening instanceof Text)) continue;
    const [sign, kind] = CALLOUT.exec(opening.data) ?? [];
    if (sign === undefined || kind === undefined) continue;
    opening.deleteData(0, sign.length);
    quote.className = 'callout';
    quote.prepend(titleOf(first, kind), '\n');
    if (first.textContent === '') first.remove();
  }
}

/** Takes the first line of a paragraph out of it. Without one, the kind of the callout is its title. */
function titleOf(paragraph: Element, kind: string): HTMLElement {
  const title = document.createElement('p');
  title.className = 'callout-title';
  for (let node = paragraph.firstChild; node !== null; node = paragraph.firstChild) {
    if (node instanceof HTMLBRElement) {
      node.remove();
      break;
    }
    const lineEnd = node instanceof Text ? node.data.indexOf('\n') : -1;
    if (!(node instanceof Text) || lineEnd === -1) {
      title.append(node);
      continue;
    }
    title.append(node.data.slice(0, lineEnd));
    node.deleteData(0, lineEnd + 1);
    break;
  }
  if (title.textContent.trim() === '') title.textContent = kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase();
  return title;
}
