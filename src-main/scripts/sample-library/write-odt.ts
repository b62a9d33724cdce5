import { escapeXml, pack, XML } from './archive.ts';
import type { Block, Run, Source } from './read-source.ts';

const NAMESPACES = ['office', 'text', 'table', 'style', 'meta', 'manifest']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(' ');
const TYPE = 'application/vnd.oasis.opendocument.text';

/** An OpenDocument text with headings, lists and tables. */
export function writeOdt({ facts, blocks }: Source): Uint8Array {
  const { title, author, created, modified = created, language } = facts;
  const meta = `<dc:title>${escapeXml(title)}</dc:title><meta:initial-creator>${escapeXml(author)}</meta:initial-creator><dc:creator>${escapeXml(author)}</dc:creator><meta:creation-date>${created}T12:00:00</meta:creation-date><dc:date>${modified}T12:00:00</dc:date><dc:language>${language}</dc:language>`;
  const files = ['content.xml', 'styles.xml', 'meta.xml'].map(
    (name) => `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="text/xml"/>`,
  );
  return pack({
    mimetype: TYPE,
    'META-INF/manifest.xml': `${XML}<manifest:manifest ${NAMESPACES} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${TYPE}"/>${files.join('')}</manifest:manifest>`,
    'content.xml': root(
      'document-content',
      `<office:body><office:text>${blocks.map(blockXml).join('')}</office:text></office:body>`,
    ),
    'styles.xml': root('document-styles', `<office:styles>${stylesXml(language)}</office:styles>`),
    'meta.xml': root('document-meta', `<office:meta>${meta}</office:meta>`),
  });
}

function root(name: string, content: string): string {
  return `${XML}<office:${name} ${NAMESPACES} office:version="1.3">${content}</office:${name}>`;
}

function blockXml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<text:h text:style-name="Heading_20_${block.level}" text:outline-level="${block.level}">${inline(block.runs)}</text:h>`;
    case 'paragraph':
    case 'quote':
      return paragraph(block.runs);
    case 'list':
      return `<text:list>${block.lines.map((line) => `<text:list-item>${paragraph(line)}</text:list-item>`).join('')}</text:list>`;
    case 'pageBreak':
      return '';
    case 'table': {
      const cell = (runs: readonly Run[]): string => `<table:table-cell>${paragraph(runs)}</table:table-cell>`;
      const rows = block.rows.map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`);
      return `<table:table><table:table-column table:number-columns-repeated="${block.rows[0]?.length ?? 1}"/>${rows.join('')}</table:table>`;
    }
  }
}

function paragraph(runs: readonly Run[]): string {
  return `<text:p text:style-name="Text_20_body">${inline(runs)}</text:p>`;
}

function inline(runs: readonly Run[]): string {
  return runs.map(({ text }) => escapeXml(text)).join('');
}

function stylesXml(language: string): string {
  const style = (name: string, shown: string, properties: string): string =>
    `<style:style style:name="${name}" style:display-name="${shown}" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/><style:text-properties ${properties}/></style:style>`;
  const country = { ru: 'RU', fa: 'IR', zh: 'CN' }[language] ?? 'GB';
  return [
    `<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt" fo:language="${language}" fo:country="${country}"/></style:default-style>`,
    style('Text_20_body', 'Text body', 'fo:font-size="11pt"'),
    style('Heading_20_1', 'Heading 1', 'fo:font-size="18pt" fo:font-weight="bold"'),
    style('Heading_20_2', 'Heading 2', 'fo:font-size="14pt" fo:font-weight="bold"'),
  ].join('');
}
