import { escapeXml, pack, XML } from './archive.ts';
import { packageParts, relationships } from './ooxml.ts';
import { isRightToLeft, type Block, type Run, type Source } from './read-source.ts';

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
/** Text width of an A4 page in twentieths of a point. */
const TEXT_WIDTH = 9070;

/** A Word document with headings, lists and tables. */
export function writeDocx({ facts, blocks }: Source): Uint8Array {
  const isRtl = isRightToLeft(facts.language);
  const body = blocks.map((block) => blockXml(block, isRtl)).join('');
  const section = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>${isRtl ? '<w:bidi/>' : ''}</w:sectPr>`;
  return pack({
    ...packageParts('word/document.xml', facts, {
      'word/document.xml': `${TYPE}.document.main+xml`,
      'word/styles.xml': `${TYPE}.styles+xml`,
      'word/numbering.xml': `${TYPE}.numbering+xml`,
    }),
    'word/document.xml': part('document', `<w:body>${body}${section}</w:body>`),
    'word/_rels/document.xml.rels': relationships([
      ['rId1', 'styles', 'styles.xml'],
      ['rId2', 'numbering', 'numbering.xml'],
    ]),
    'word/styles.xml': part('styles', stylesXml(facts.language)),
    'word/numbering.xml': part(
      'numbering',
      '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ),
  });
}

function part(root: string, content: string): string {
  return `${XML}<w:${root} xmlns:w="${WORD}">${content}</w:${root}>`;
}

function blockXml(block: Block, isRtl: boolean): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(block.runs, isRtl, `<w:pStyle w:val="Heading${block.level}"/>`);
    case 'paragraph':
    case 'quote':
      return paragraph(block.runs, isRtl);
    case 'list':
      return block.lines
        .map((line) => paragraph(line, isRtl, '', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))
        .join('');
    case 'pageBreak':
      return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
    case 'table': {
      const width = Math.floor(TEXT_WIDTH / (block.rows[0]?.length ?? 1));
      const cell = (runs: readonly Run[]): string =>
        `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${paragraph(runs, isRtl)}</w:tc>`;
      const rows = block.rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`);
      const grid = (block.rows[0] ?? []).map(() => `<w:gridCol w:w="${width}"/>`);
      return `<w:tbl><w:tblPr>${isRtl ? '<w:bidiVisual/>' : ''}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${grid.join('')}</w:tblGrid>${rows.join('')}</w:tbl>`;
    }
  }
}

function paragraph(runs: readonly Run[], isRtl: boolean, style = '', numbering = ''): string {
  const text = runs.map(({ text: words, isBold }) => {
    const properties = `${isBold ? '<w:b/><w:bCs/>' : ''}${isRtl ? '<w:rtl/>' : ''}`;
    return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeXml(words)}</w:t></w:r>`;
  });
  return `<w:p><w:pPr>${style}${numbering}${isRtl ? '<w:bidi/>' : ''}</w:pPr>${text.join('')}</w:p>`;
}

function stylesXml(language: string): string {
  const heading = (level: number, halfPoints: number): string =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/></w:rPr></w:style>`;
  const languages = `<w:lang w:val="${language === 'zh' || language === 'fa' ? 'en-US' : language}" w:eastAsia="zh-CN" w:bidi="fa-IR"/>`;
  return `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:szCs w:val="24"/>${languages}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${heading(1, 36)}${heading(2, 28)}${heading(3, 24)}`;
}
