import { strToU8, zipSync, type Zippable } from 'fflate';

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** One time for all parts, so that the same sources give the same bytes. */
const PACKED_AT = new Date(2025, 0, 1);

/** Packs parts in their order; `mimetype` is stored as it is, as OpenDocument and EPUB ask for. */
export function pack(parts: Readonly<Record<string, string>>): Uint8Array {
  const files: Zippable = {};
  for (const [name, text] of Object.entries(parts)) files[name] = [strToU8(text), { level: name === 'mimetype' ? 0 : 9 }];
  return zipSync(files, { mtime: PACKED_AT });
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
