import type { Archive } from './archive.ts';
import { resolve } from './part-names.ts';
import { readXmlPart } from './xml.ts';

/** One link from a part to another, `target` as a name in the archive. */
export type Relationship = { readonly id: string; readonly type: string; readonly target: string };

/** The relationships of a part; none where the part has none. Throws `Unreadable`. */
export function relationshipsOf(archive: Archive, part: string): Relationship[] {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const name = `${folder}_rels/${part.slice(slash)}.rels`;
  const relationships: Relationship[] = [];
  if (!archive.has(name)) return relationships;
  readXmlPart(archive, name, {
    open(element, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (element !== 'Relationship' || mode === 'External') return;
      relationships.push({ id, type: type.slice(type.lastIndexOf('/') + 1), target: resolve(folder, target) });
    },
  });
  return relationships;
}
