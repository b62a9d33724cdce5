/**
 * Runs inside the page: what no view may do, a line for each fault. Nothing is wider than the window, no text is below
 * 13 px, nothing scrolls inside what scrolls the same way, no word is cut where nothing tells the whole of it, nor is a text cut at its
 * beginning, no mark reaches over the next line, no column of a table breaks its words, what floats stays within the window, and every
 * control can be pressed.
 */
export function faultsOfLayout(): string[] {
  const MIN_TEXT_PX = 13;
  const faults: string[] = [];
  const told = (element: Element): string => {
    const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
    const classes = element.classList.length === 0 ? '' : `.${[...element.classList].join('.')}`;
    return `<${element.tagName.toLowerCase()}${classes}> “${text}”`;
  };
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.closest('.unseen') === null;
  const everything = [...document.body.querySelectorAll('*')].filter((element) => isSeen(element));
  // What a PDF draws has the sizes of the PDF.
  const ours = everything.filter((element) => element.closest('.pdf-page, svg') === null);

  if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page scrolls sideways');

  for (const element of ours) {
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
    if (hasText && Number.parseFloat(style.fontSize) < MIN_TEXT_PX) faults.push(`text of ${style.fontSize}: ${told(element)}`);
    const isCut = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll';
    if (isCut && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && style.display !== 'inline') {
      const isTold = style.textOverflow === 'ellipsis' && element.closest('[title]') !== null;
      if (!isTold && element.textContent?.trim() !== '') faults.push(`cut: ${told(element)}`);
      if (!beginsInside(element)) faults.push(`cut at its beginning: ${told(element)}`);
    }
    if (element.matches('mark, .passage')) {
      const height = element.getClientRects()[0]?.height ?? 0;
      if (height > Number.parseFloat(style.lineHeight) + 1) faults.push(`marked higher than its line: ${told(element)}`);
    }
    // An address in a column has to break somewhere.
    if (element.matches('td, th') && !/\S{25}/.test(element.textContent ?? '')) {
      for (const word of brokenWords(element)) faults.push(`broken in a column: “${word}” of ${told(element)}`);
    }
    const scrolls = (candidate: Element): boolean => {
      const { overflowY } = getComputedStyle(candidate);
      return (overflowY === 'auto' || overflowY === 'scroll') && candidate.scrollHeight > candidate.clientHeight + 1;
    };
    if (element.tagName !== 'TEXTAREA' && scrolls(element)) {
      for (let outer = element.parentElement; outer !== null; outer = outer.parentElement)
        if (scrolls(outer)) faults.push(`scrolls inside ${told(outer)}: ${told(element)}`);
    }
  }

  for (const floating of document.querySelectorAll('dialog[open], :popover-open, .offers')) {
    const { left, top, right, bottom } = floating.getBoundingClientRect();
    if (left < 0 || top < 0 || right > window.innerWidth || bottom > window.innerHeight)
      faults.push(`beyond the window: ${told(floating)}`);
  }

  // What floats covers what lies below it, and is meant to; so does the reader, where it slides over the list.
  if (document.querySelector('dialog[open], :popover-open, .offers') === null) {
    for (const control of ours.filter((element) => element.matches('button, input, select, textarea, a[href]'))) {
      const box = control.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const isScrolledAway = [...ancestors(control)].some((outer) => {
        const frame = outer.getBoundingClientRect();
        return (
          getComputedStyle(outer).overflowY !== 'visible' &&
          (y < frame.top || y > frame.bottom || x < frame.left || x > frame.right)
        );
      });
      if (isScrolledAway || box.width === 0 || x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight) continue;
      const hit = document.elementFromPoint(x, y);
      const isUnderReader =
        window.innerWidth >= 560 &&
        hit?.closest('main > :last-child') !== null &&
        control.closest('main > :first-child') !== null;
      if (hit !== null && !isUnderReader && !control.contains(hit) && !hit.contains(control))
        faults.push(`${told(hit)} covers ${told(control)}`);
    }
  }
  return faults;

  /** Whether the first letter is within the box: of a text whose direction is against that of its block it is not. */
  function beginsInside(element: Element): boolean {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const start = texts.currentNode.textContent?.search(/\S/) ?? -1;
      if (start < 0) continue;
      const letter = document.createRange();
      letter.setStart(texts.currentNode, start);
      letter.setEnd(texts.currentNode, start + 1);
      const [box, frame] = [letter.getBoundingClientRect(), element.getBoundingClientRect()];
      return box.left >= frame.left - 1 && box.right <= frame.right + 1;
    }
    return true;
  }

  /** Words of scripts with spaces that begin on one line and end on another. */
  function* brokenWords(element: Element): Generator<string> {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const { 0: word, index } of (texts.currentNode.textContent ?? '').matchAll(/[\p{L}\p{M}]{2,}/gu)) {
        if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word)) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        const { height } = range.getBoundingClientRect();
        if (height > (range.getClientRects()[0]?.height ?? 0) * 1.5) yield word;
      }
    }
  }

  function* ancestors(element: Element): Generator<Element> {
    for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) yield outer;
  }
}
