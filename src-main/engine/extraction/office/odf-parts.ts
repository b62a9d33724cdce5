import type { Archive } from './archive.ts';
import { createPropertyReader, type Properties } from './properties.ts';
import { Unreadable } from './unreadable.ts';
import { readXmlPart } from './xml.ts';

const MANIFEST = 'META-INF/manifest.xml';

/** Throws `Unreadable` for a file with encrypted parts: its manifest says how to open them. */
export function refuseEncryptedOdf(archive: Archive): void {
  if (!archive.has(MANIFEST)) return;
  readXmlPart(archive, MANIFEST, {
    open(element) {
      if (element === 'encryption-data') throw new Unreadable('encrypted');
    },
  });
}

export function readOdfProperties(archive: Archive): Properties {
  const reader = createPropertyReader();
  if (archive.has('meta.xml')) readXmlPart(archive, 'meta.xml', reader.events);
  return reader.finish();
}
