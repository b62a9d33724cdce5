import type { Email } from 'postal-mime';
import type { DocumentBuilder } from '../document-builder.ts';
import { readHtml } from '../html/html-reader.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { repairCharset } from './repair-charset.ts';

/** A text part beside so much more HTML only says that the message is to be read elsewhere. */
const LEAST_TEXT_SHARE = 0.02;
const SHORT_TEXT = 200;
const QUOTE_MARKS = /^(?:> ?)+/;

/** Adds what a message says: its text, or its HTML where the text part is missing or a mere hint. */
export function addBody(email: Email, builder: DocumentBuilder): void {
  const plain = repairCharset(email.text ?? '').trim();
  const html = repairCharset(email.html ?? '');
  if (html !== '' && (plain === '' || (plain.length < SHORT_TEXT && plain.length < html.length * LEAST_TEXT_SHARE))) {
    readHtml(html, builder, { keepsNavigation: true });
  } else addQuotedText(plain, builder);
}

/** Lines that begin with `>` were written by someone else before: a quote. */
function addQuotedText(text: string, builder: DocumentBuilder): void {
  if (!text.includes('>')) return addParagraphs(text, builder);
  let run: string[] = [];
  let isQuote = false;
  const endRun = (): void => {
    if (isQuote) builder.add('quote', run.map((line) => line.replace(QUOTE_MARKS, '')).join('\n'));
    else addParagraphs(run.join('\n'), builder);
    run = [];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('>') !== isQuote) {
      endRun();
      isQuote = !isQuote;
    }
    run.push(line.replace(/\r$/, ''));
  }
  endRun();
}
