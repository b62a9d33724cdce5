import createDomPurify from 'dompurify';
import { Parser } from 'htmlparser2';

/**
 * The one place where markup of documents becomes elements. What is left can neither run, nor load, nor lead anywhere, nor
 * look like a part of ours: no scripts, frames, forms, styles, names, and no address of any kind.
 */
const purify = createDomPurify(window);

const ALLOWED_TAGS = setOf(
  'a abbr address article b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em',
  'figcaption figure h1 h2 h3 h4 h5 h6 hgroup hr i ins kbd li mark ol p pre q rp rt ruby s samp section',
  'small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr #text',
);
/** A document's own landmarks would be landmarks of the page: their content stands in plain boxes instead. */
const LANDMARKS = setOf('aside footer header main nav');
const ALLOWED_ATTRIBUTES = setOf('align colspan dir headers lang rowspan scope span start title');
const VOID_TAGS = setOf('br col hr wbr');
/** Whose content is no text of the document either. */
const WITHOUT_CONTENT = setOf(
  'audio canvas datalist embed frame iframe math noembed noframes noscript object option script select style svg template textarea',
  'title video',
);

function setOf(...names: string[]): ReadonlySet<string> {
  return new Set(names.join(' ').split(' '));
}

/** Cleans markup. Pictures are replaced by what they are said to show, links tell where they led when pointed at. */
export function sanitise(markup: string): DocumentFragment {
  return purify.sanitize(withoutActiveParts(markup), {
    ALLOWED_TAGS: [...ALLOWED_TAGS],
    ALLOWED_ATTR: [...ALLOWED_ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

/**
 * Writes the markup anew with the allowed parts alone. DOMPurify decides; but it lets the browser parse what it looks at, and
 * a browser complains of each style and handler that the page's policy forbids.
 */
function withoutActiveParts(markup: string): string {
  const parts: string[] = [];
  let depthWithout = 0;
  const parser = new Parser({
    onopentag(tag, attributes) {
      const name = boxFor(tag);
      if (WITHOUT_CONTENT.has(name)) depthWithout += 1;
      if (depthWithout > 0) return;
      if (name === 'img') parts.push(`<em>${escapeMarkup(attributes['alt'] ?? '')}</em>`);
      if (!ALLOWED_TAGS.has(name)) return;
      const { href = '' } = attributes;
      const kept = name === 'a' && /^(https?|mailto):/i.test(href) ? { title: href, ...attributes } : attributes;
      const written = Object.entries(kept).filter(([attribute]) => ALLOWED_ATTRIBUTES.has(attribute));
      parts.push(`<${name}${written.map(([attribute, value]) => ` ${attribute}="${escapeMarkup(value)}"`).join('')}>`);
    },
    ontext(text) {
      if (depthWithout === 0) parts.push(escapeMarkup(text));
    },
    onclosetag(tag) {
      const name = boxFor(tag);
      if (WITHOUT_CONTENT.has(name)) depthWithout -= 1;
      else if (depthWithout === 0 && ALLOWED_TAGS.has(name) && !VOID_TAGS.has(name)) parts.push(`</${name}>`);
    },
  });
  parser.end(markup);
  return parts.join('');
}

function boxFor(tag: string): string {
  return LANDMARKS.has(tag) ? 'div' : tag;
}

/** Makes any text a text, in an element or between double quotes. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
