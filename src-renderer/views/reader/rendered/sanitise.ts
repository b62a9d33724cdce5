import createDomPurify from 'dompurify';

/**
 * The one place where markup of documents becomes elements. What is left can neither run, nor load, nor lead anywhere, nor
 * look like a part of ours: no scripts, frames, forms, styles, names, and no address of any kind.
 */
const purify = createDomPurify(window);

const ALLOWED_TAGS = [
  'a abbr address article aside b bdi bdo blockquote body br caption center cite code col colgroup dd del details dfn div dl dt em',
  'figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html i ins kbd li main mark nav ol p pre q rp rt ruby s samp section',
  'small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr #text',
]
  .join(' ')
  .split(' ');
const ALLOWED_ATTRIBUTES = 'align colspan dir headers lang rowspan scope span start title'.split(' ');
/** Whose content is no text of the document either. */
const WITHOUT_CONTENT = [
  'audio canvas datalist embed frame iframe math noembed noframes noscript object option script select style svg template textarea',
  'title video',
]
  .join(' ')
  .split(' ');

/** Cleans markup. Pictures are replaced by what they are said to show, links tell where they led when pointed at. */
export function sanitise(markup: string): DocumentFragment {
  purify.removeAllHooks();
  purify.addHook('beforeSanitizeAttributes', (node) => {
    if (!(node instanceof Element)) return;
    if (node.localName === 'a') keepAddressAsTitle(node);
    if (node.localName === 'img') node.after(pictureText(node));
  });
  return purify.sanitize(markup, {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ALLOWED_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    FORBID_CONTENTS: WITHOUT_CONTENT,
    KEEP_CONTENT: true,
    RETURN_DOM_FRAGMENT: true,
  });
}

function keepAddressAsTitle(link: Element): void {
  const address = link.getAttribute('href') ?? '';
  if (/^(https?|mailto):/i.test(address) && !link.hasAttribute('title')) link.setAttribute('title', address);
}

function pictureText(picture: Element): Node {
  const text = picture.ownerDocument.createElement('em');
  text.textContent = picture.getAttribute('alt') ?? '';
  return text;
}
