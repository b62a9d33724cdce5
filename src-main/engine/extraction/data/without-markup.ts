import { createDocumentBuilder } from '../document-builder.ts';
import { readHtml } from '../html/html-reader.ts';

const MARKUP =
  /<(?:p|br|div|a|b|i|em|strong|span|img|ul|ol|li|table|h[1-6]|blockquote|pre|code)\b[^<>]{0,2000}>|&(?:amp|lt|gt|quot|nbsp|#\d{1,6});/i;

/** The text of HTML that stands escaped inside another format (news feeds, exports); other text as it is. */
export function withoutMarkup(text: string): string {
  if (!MARKUP.test(text)) return text;
  const builder = createDocumentBuilder({ maxTextChars: text.length + 1 });
  readHtml(text, builder, { keepsNavigation: true });
  const outcome = builder.finish({});
  return outcome.kind === 'extracted' ? outcome.document.text : '';
}
