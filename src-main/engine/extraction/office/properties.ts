import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { parseDate } from '../dates.ts';
import type { DocumentBuilder, DocumentFacts } from '../document-builder.ts';
import type { Archive } from './archive.ts';
import { relationshipsOf } from './relationships.ts';
import { readXmlPart, type XmlEvents } from './xml.ts';

/** What office programs keep of a document beside its text. */
export type Properties = {
  readonly title: string | null;
  readonly author: string | null;
  readonly subject: string | null;
  readonly description: string | null;
  readonly keywords: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  /** As declared, for instance `de-AT`. */
  readonly language: string | null;
};

export const NO_PROPERTIES: Properties = {
  title: null,
  author: null,
  subject: null,
  description: null,
  keywords: [],
  createdAt: null,
  modifiedAt: null,
  language: null,
};

/** Dublin Core and its relatives: `docProps/core.xml`, `meta.xml` of OpenDocument and the package file of an EPUB. */
const NAMES = new Set(
  'title creator initial-creator subject description keywords keyword created creation-date modified date language'.split(' '),
);
const LONGEST_PROPERTY = 2000;

/** Collects properties while XML is read; the first of a name counts, but for keywords and subjects. */
export function createPropertyReader(): { readonly events: XmlEvents; finish(): Properties } {
  const found = new Map<string, string[]>();
  let name: string | null = null;
  let text = '';
  return {
    events: {
      open(opened) {
        name = NAMES.has(opened) ? opened : null;
        text = '';
      },
      text(part) {
        if (name !== null && text.length < LONGEST_PROPERTY) text += part;
      },
      close(closed) {
        const value = text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_PROPERTY).toWellFormed();
        if (name === closed && value !== '') found.set(name, [...(found.get(name) ?? []), value]);
        name = null;
      },
    },
    finish() {
      const first = (...names: readonly string[]): string | null =>
        names.map((each) => found.get(each)?.[0]).find(Boolean) ?? null;
      return {
        title: usableTitle(first('title')),
        author: found.get('creator')?.join(', ') ?? first('initial-creator'),
        subject: found.get('subject')?.join(', ') ?? null,
        description: first('description'),
        keywords: keywordsIn([...(found.get('keywords') ?? []), ...(found.get('keyword') ?? [])].join(',')),
        createdAt: dateIn(first('created', 'creation-date')),
        modifiedAt: dateIn(first('modified', 'date')),
        language: first('language'),
      };
    },
  };
}

/** The core properties of an Office Open XML file. Throws `Unreadable`. */
export function readCoreProperties(archive: Archive): Properties {
  const part = relationshipsOf(archive, '').find(({ type }) => type === 'core-properties')?.target ?? 'docProps/core.xml';
  if (!archive.has(part)) return NO_PROPERTIES;
  const reader = createPropertyReader();
  readXmlPart(archive, part, reader.events);
  return reader.finish();
}

export function keywordsIn(text: string): string[] {
  const keywords = text.split(/[,;،、，；]/).map((keyword) => keyword.trim());
  return [...new Set(keywords.filter((keyword) => keyword !== ''))];
}

/** What programs fill in where nobody gave a title. */
const NO_TITLE =
  /^(?:powerpoint presentation|presentation|untitled(?:[ -]?\d+)?|document\d*|no slide title|slide 1|title|microsoft word -.*|unbenannt\d*|презентация powerpoint|без имени|без названия|powerpoint 演示文稿|演示文稿\d*|无标题)$/i;

/** Null for a title that says nothing. */
export function usableTitle(title: string | null): string | null {
  const trimmed = title?.replace(/\s+/g, ' ').trim() ?? '';
  return trimmed === '' || NO_TITLE.test(trimmed) ? null : trimmed;
}

/** The first day of Windows' calendar, which programs write where they know no date. */
const NO_DATE = Date.UTC(1601, 0, 1);

/** Fractions of seconds come in more digits than dates are parsed with. */
function dateIn(text: string | null): number | null {
  const time = text === null ? null : parseDate(text.replace(/(\.\d{3})\d+/, '$1'));
  return time === NO_DATE ? null : time;
}

/**
 * Finishes a document with what is worth finding it by as its last block, under no heading. Properties alone are no
 * text: a document without any is skipped.
 */
export function finishDocument(builder: DocumentBuilder, properties: Properties): ExtractionOutcome {
  const facts = factsOf(properties);
  const { author, subject, keywords, description } = properties;
  const lines = [author, subject, keywords.join(', '), description].filter((line) => line !== null && line !== '');
  if (lines.length === 0 || builder.isFull) return builder.finish(facts);
  const outcome = builder.finish(facts);
  if (outcome.kind !== 'extracted') return outcome;
  closeHeadings(builder);
  builder.add('metadata', lines.join('\n'));
  return builder.finish(facts);
}

/** What follows stands under no heading: an empty heading of the outermost level ends all and adds none. */
export function closeHeadings(builder: DocumentBuilder): void {
  builder.addHeading(1, '');
}

function factsOf({ title, author, keywords, createdAt, modifiedAt, language }: Properties): DocumentFacts {
  const primary = /^[a-z]{2,3}(?=$|[-_])/i.exec(language ?? '')?.[0].toLowerCase() ?? null;
  return { title, author, tags: keywords, createdAt, modifiedAt, language: primary };
}
