import { directionOfText } from '../../../text/direction.ts';

type Direction = ReturnType<typeof directionOfText>;

const BLOCKS = 'p, h1, h2, h3, h4, h5, h6, blockquote, ul, ol, dl, table, caption, th, td, figcaption, pre';
const LETTER = /\p{L}/u;

/**
 * The direction that a drawn document is read in: that of most of its letters, front matter and code apart. Blocks that are
 * written in the other one are marked so, if their author did not say how they are read.
 */
export function giveDirections(fragment: DocumentFragment): Direction {
  const prose = fragment.cloneNode(true) as DocumentFragment;
  for (const code of prose.querySelectorAll('pre')) code.remove();
  const whole = directionOfText(prose.textContent);
  for (const block of fragment.querySelectorAll<HTMLElement>(BLOCKS)) {
    const text = block.textContent;
    if (block.hasAttribute('dir') || !LETTER.test(text)) continue;
    // Code is never read from right to left, whatever its comments are in.
    const own = block.matches('pre') ? 'ltr' : directionOfText(text);
    if (own !== (block.parentElement?.closest('[dir]')?.getAttribute('dir') ?? whole)) block.dir = own;
  }
  return whole;
}
