/** What a document says of itself. */
export type PdfMetadata = {
  readonly title: string | null;
  readonly author: string | null;
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  readonly tags: readonly string[];
};

/** `properties` is the document's information dictionary as pdf.js decodes it; a field of a wrong type counts as absent. */
export function readMetadata(properties: Readonly<Record<string, unknown>>): PdfMetadata {
  return {
    title: sensibleTitle(properties.Title),
    author: readAuthor(properties.Author),
    createdAt: readDate(properties.CreationDate),
    modifiedAt: readDate(properties.ModDate),
    tags: readTags(properties.Keywords),
  };
}

const NO_TITLE =
  /^(?:untitled|\(?anonymous\)?|title|no title|none|null|document ?\d*|microsoft (?:word|powerpoint|excel)\b.*|powerpoint presentation|slide \d+|print|layout \d+)$/iu;
const FILE_NAME =
  /^\S*[^\s.]\.(?:docx?|dotx?|odt|rtf|tex|dvi|ps|eps|pdf|pptx?|xlsx?|indd|qxd|fm|html?|txt|cdr|ai|pub|wpd|xml|md|dwg)$/iu;
const MAX_TITLE_CHARS = 300;

const NO_AUTHOR = /^(?:unknown|anonymous|author|user|admin(?:istrator)?|owner|none|null|\W*)$/iu;

/** Null for what programs fill in where they know no name. */
function readAuthor(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const author = value
    .toWellFormed()
    .replaceAll(/[\s\u0000-\u001f]+/g, ' ')
    .trim();
  return author.length > MAX_TITLE_CHARS || NO_AUTHOR.test(author) ? null : author;
}

/** Null for what programs fill in where nobody gave a title: file names, "Untitled", "Microsoft Word - …". */
function sensibleTitle(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const title = value
    .toWellFormed()
    .replaceAll(/[\s\u0000-\u001f]+/g, ' ')
    .trim();
  if (title.length > MAX_TITLE_CHARS || !isReadableTitle(title)) return null;
  return NO_TITLE.test(title) || FILE_NAME.test(title) ? null : title;
}

/** Scripts that seldom share a line, and then not three at a time. */
const SCRIPTS = (
  'Arabic Hebrew Syriac Armenian Georgian Ethiopic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada ' +
  'Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Mongolian'
)
  .split(' ')
  .map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));

/**
 * Whether `title` can have been meant as one: fonts that map their glyphs to the wrong characters give text without
 * letters, of private characters, or of letters thrown together from all over Unicode.
 */
export function isReadableTitle(title: string): boolean {
  if (!/\p{L}\p{M}*\p{L}|\p{Script=Han}/u.test(title) || title.includes('\ufffd')) return false;
  const letters = title.match(/\p{L}/gu)?.length ?? 0;
  const unreadable = title.match(/[\p{Co}\p{Cn}\p{Cc}]/gu)?.length ?? 0;
  return unreadable < letters && SCRIPTS.filter((script) => script.test(title)).length < 3;
}

const DATE = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:([-+Z])(?:(\d\d)'?(\d\d)?'?)?)?/;

/** `D:20240131235959+01'00'`; parts after the year may be missing, a missing zone counts as UTC. */
function readDate(value: unknown): number | null {
  const match = typeof value === 'string' ? DATE.exec(value.trim()) : null;
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const [zone, zoneHours = '0', zoneMinutes = '0'] = match.slice(7);
  const offsetMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - (zone === '-' ? -offsetMs : zone === '+' ? offsetMs : 0);
}

const MAX_TAGS = 12;
const MAX_TAG_CHARS = 40;

/** Keywords are tags only where they are a short list; running text and keyword stuffing are left out. */
function readTags(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  const words = value
    .toWellFormed()
    .split(/[,;\n]/)
    .map((word) => word.trim().replace(/^#/, ''))
    .filter((word) => word !== '');
  const tags = [...new Set(words)];
  return tags.length <= MAX_TAGS && tags.every((tag) => tag.length <= MAX_TAG_CHARS) ? tags : [];
}
