import type { Archive } from './archive.ts';
import { resolve } from './part-names.ts';
import { createPropertyReader, type Properties } from './properties.ts';
import { readXmlPart } from './xml.ts';

export type BookPackage = {
  /** Parts of the archive in reading order, each once. */
  readonly spine: readonly string[];
  /** The part that holds the table of contents: EPUB 3's, else that of EPUB 2, or null. */
  readonly contents: string | null;
  readonly properties: Properties;
};

/** Reads the package file (EPUB 3.3, section 5). Throws `Unreadable`. */
export function readPackage(archive: Archive, part: string): BookPackage {
  const folder = folderOf(part);
  const manifest = new Map<string, { readonly part: string; readonly mediaType: string }>();
  const spine = new Set<string>();
  const properties = createPropertyReader();
  let navigation: string | null = null;
  let ncx: string | null = null;
  let isInMetadata = false;
  readXmlPart(archive, part, {
    open(element, attributes) {
      if (element === 'metadata') isInMetadata = true;
      if (isInMetadata) return properties.events.open?.(element, attributes);
      const { id, href, idref } = attributes;
      if (element === 'item' && id !== undefined && href !== undefined) {
        const target = { part: partOf(folder, href), mediaType: attributes['media-type'] ?? '' };
        manifest.set(id, target);
        if (/(?:^|\s)nav(?:\s|$)/.test(attributes['properties'] ?? '')) navigation = target.part;
        if (target.mediaType === 'application/x-dtbncx+xml') ncx = target.part;
      } else if (element === 'itemref' && idref !== undefined) {
        const listed = manifest.get(idref);
        if (listed !== undefined && /html|dtbook|xml$/i.test(listed.mediaType)) spine.add(listed.part);
      }
    },
    text: (text) => void (isInMetadata && properties.events.text?.(text)),
    close(element) {
      if (isInMetadata) properties.events.close?.(element);
      if (element === 'metadata') isInMetadata = false;
    },
  });
  const contents = [navigation, ncx].find((each) => each !== null && archive.has(each)) ?? null;
  return { spine: [...spine], contents, properties: properties.finish() };
}

/** The title that the table of contents gives to each part, by its name in lower case: the first of each. */
export function chapterTitles(archive: Archive, { contents }: BookPackage): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  if (contents === null) return titles;
  const folder = folderOf(contents);
  let target: string | null = null;
  let text = '';
  const addTitle = (): void => {
    const title = text.replace(/\s+/g, ' ').trim().toWellFormed();
    const part = target === null ? null : partOf(folder, target).toLowerCase();
    if (part !== null && title !== '' && !titles.has(part)) titles.set(part, title);
  };
  readXmlPart(archive, contents, {
    open(element, attributes) {
      if (element === 'a' || element === 'navLabel') text = '';
      if (element === 'a') target = attributes['href'] ?? null;
      // EPUB 2 names the target after the label.
      if (element === 'content') {
        target = attributes['src'] ?? null;
        addTitle();
      }
    },
    text(part) {
      if (text.length < LONGEST_TITLE) text += part;
    },
    close(element) {
      if (element === 'a') addTitle();
    },
  });
  return titles;
}

const LONGEST_TITLE = 200;
/** Fonts made unreadable for other programs: nothing that a reader needs. */
const FONT_OBFUSCATION = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);

/** The parts that digital rights management keeps closed. */
export function encryptedParts(archive: Archive): ReadonlySet<string> {
  const parts = new Set<string>();
  if (!archive.has('META-INF/encryption.xml')) return parts;
  let algorithm = '';
  readXmlPart(archive, 'META-INF/encryption.xml', {
    open(element, attributes) {
      if (element === 'EncryptedData') algorithm = '';
      if (element === 'EncryptionMethod' && algorithm === '') algorithm = attributes['Algorithm'] ?? '';
      const uri = attributes['URI'];
      if (element === 'CipherReference' && uri !== undefined && !FONT_OBFUSCATION.has(algorithm)) parts.add(partOf('', uri));
    },
  });
  return parts;
}

function folderOf(part: string): string {
  return part.slice(0, part.lastIndexOf('/') + 1);
}

/** A link as the name of a part; one that is no proper URL is taken as it is. */
function partOf(folder: string, href: string): string {
  const [path = ''] = href.split('#');
  try {
    return resolve(folder, decodeURIComponent(path));
  } catch {
    return resolve(folder, path);
  }
}
