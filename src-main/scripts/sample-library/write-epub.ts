import { escapeXml, pack, XML } from './archive.ts';
import { textOf, type Block, type Run, type Source } from './read-source.ts';

type Chapter = { readonly title: string; readonly blocks: readonly Block[] };

/** A book in EPUB 3; each heading of the first level begins a chapter. */
export function writeEpub({ facts, blocks }: Source): Uint8Array {
  const { title, author, created, modified = created, language } = facts;
  const chapters = chaptersOf(blocks);
  const names = chapters.map((_, index) => `chapter-${index + 1}.xhtml`);
  const manifest = names.map((name, index) => `<item id="c${index + 1}" href="${name}" media-type="application/xhtml+xml"/>`);
  const spine = names.map((_, index) => `<itemref idref="c${index + 1}"/>`);
  const contents = chapters.map((chapter, index) => `<li><a href="${names[index]}">${escapeXml(chapter.title)}</a></li>`);
  const metadata = `<dc:identifier id="id">urn:akin:sample:${encodeURIComponent(title)}</dc:identifier><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator><dc:language>${language}</dc:language><dc:date>${created}</dc:date><meta property="dcterms:modified">${modified}T12:00:00Z</meta>`;
  return pack({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': `${XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    'OEBPS/book.opf': `${XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${language}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">${metadata}</metadata><manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>${manifest.join('')}</manifest><spine>${spine.join('')}</spine></package>`,
    'OEBPS/nav.xhtml': page({
      language,
      title,
      body: `<nav epub:type="toc"><h1>${escapeXml(title)}</h1><ol>${contents.join('')}</ol></nav>`,
    }),
    ...Object.fromEntries(
      chapters.map((chapter, index) => [
        `OEBPS/${names[index]}`,
        page({ language, title: chapter.title, body: chapter.blocks.map(blockXml).join('\n') }),
      ]),
    ),
  });
}

function chaptersOf(blocks: readonly Block[]): Chapter[] {
  const chapters: { title: string; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 1) chapters.push({ title: textOf(block.runs), blocks: [] });
    chapters.at(-1)?.blocks.push(block);
  }
  return chapters;
}

function page({ language, title, body }: { language: string; title: string; body: string }): string {
  return `${XML}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}"><head><title>${escapeXml(title)}</title></head><body>${body}</body></html>`;
}

function blockXml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${inline(block.runs)}</h${block.level}>`;
    case 'list':
      return `<ul>${block.lines.map((line) => `<li>${inline(line)}</li>`).join('')}</ul>`;
    case 'paragraph':
    case 'quote':
      return `<p>${inline(block.runs)}</p>`;
    case 'table':
      return `<table>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`).join('')}</table>`;
    case 'pageBreak':
      return '<hr/>';
  }
}

function inline(runs: readonly Run[]): string {
  return runs.map(({ text, isBold }) => (isBold ? `<b>${escapeXml(text)}</b>` : escapeXml(text))).join('');
}
