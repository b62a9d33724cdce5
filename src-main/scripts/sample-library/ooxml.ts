import { escapeXml, XML } from './archive.ts';
import type { Facts } from './read-source.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A relationship: id, the end of its type, target. */
type Relationship = readonly [id: string, type: string, target: string];

export function relationships(links: readonly Relationship[]): string {
  const lines = links.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`;
}

/** The parts that every Office Open XML file begins with. `overrides`: content type by part. */
export function packageParts(main: string, document: Facts, overrides: Readonly<Record<string, string>>): Record<string, string> {
  const core = `${PACKAGE}/relationships/metadata/core-properties`;
  const types = { ...overrides, 'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml' };
  const lines = Object.entries(types).map(([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`);
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${lines.join('')}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="${main}"/><Relationship Id="rId2" Type="${core}" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': coreProperties(document),
  };
}

function coreProperties({ title, author, created, modified = created, language }: Facts): string {
  const date = (name: string, day: string): string =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${day}T12:00:00Z</dcterms:${name}>`;
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator>${date('created', created)}${date('modified', modified)}<dc:language>${language}</dc:language></cp:coreProperties>`;
}
