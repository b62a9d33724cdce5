import { describe, expect, it } from 'vitest';
import {
  relationships,
  shape,
  wordPart,
  writeDocx,
  writeEpub,
  writeOdf,
  writePptx,
  writeXlsx,
} from '../../../fixtures/office/write-office.ts';
import { documentTypeOf, extract } from '../formats.ts';

/** Blocks as `kind anchor [headings] text`. */
async function read(name: string, bytes: Uint8Array): Promise<unknown> {
  const outcome = await extract(bytes, { type: documentTypeOf(name).type, path: name, maxTextChars: 1_000_000 });
  if (outcome.kind !== 'extracted') return outcome;
  const { text, blocks, title, createdAt, modifiedAt, tags, language } = outcome.document;
  return {
    title,
    language,
    createdAt: createdAt === null ? null : new Date(createdAt).toISOString(),
    modifiedAt: modifiedAt === null ? null : new Date(modifiedAt).toISOString(),
    tags,
    partial: outcome.partial,
    blocks: blocks.map(({ kind, anchor, headingPath, span }) =>
      [
        kind,
        ...(anchor === null ? [] : [`{${Object.values(anchor).slice(1).join(' ')}}`]),
        `[${headingPath.join(' > ')}]`,
        text.slice(span.start, span.end),
      ].join(' '),
    ),
  };
}

const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (style: string, content: string): string => `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${content}</w:p>`;
const wordRow = (...cells: readonly string[]): string =>
  `<w:tr>${cells.map((cell) => `<w:tc><w:tcPr/><w:p>${run(cell)}</w:p></w:tc>`).join('')}</w:tr>`;

it.each([
  ['word', 'docx docm dotx dotm odt ott rtf'],
  ['slides', 'pptx pptm ppsx ppsm potx potm odp otp'],
  ['spreadsheet', 'xlsx xlsm xltx xltm ods ots fods'],
  ['book', 'epub'],
  ['tex', 'tex latex ltx'],
])('calls %s what has the extensions %s', (type, extensions) => {
  for (const extension of extensions.split(' ')) expect(documentTypeOf(`/a/b.${extension}`)).toEqual({ type, isReadable: true });
});

describe('text documents', () => {
  it('reads a Word document', async () => {
    const styles = wordPart(
      'styles',
      '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>' +
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Eigene"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>' +
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>' +
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>',
    );
    const body =
      paragraph('T', run('گزارش سالانه')) +
      paragraph('1', run('Введение')) +
      `<w:p>${run('Продажи ')}<w:ins>${run('выросли')}</w:ins><w:del><w:r><w:delText>упали</w:delText></w:r></w:del>${run('.')}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>` +
      paragraph('2', run('数据')) +
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run('First')}</w:p><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>${run('Second')}<w:r><w:br/></w:r>${run('line')}</w:p>` +
      `<w:tbl>${wordRow('City', 'Height', 'Since')}${wordRow('Brest', '7 m', '1867')}${wordRow('تهران', '', '1900')}</w:tbl>` +
      paragraph('Q', run('A quotation')) +
      `<w:p><w:r><w:ruby><w:rt>${run('とうきょう')}</w:rt><w:rubyBase>${run('東京')}</w:rubyBase></w:ruby></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>${run('In a box')}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p>${run('In a box')}</w:p></mc:Fallback></mc:AlternateContent></w:r></w:p><w:sectPr/>`;
    const bytes = writeDocx(body, {
      properties:
        '<dc:creator>مریم ا.</dc:creator><cp:keywords>sales; год</cp:keywords><dcterms:created>2024-03-01T10:00:00Z</dcterms:created><dcterms:modified>2024-04-02T11:30:00Z</dcterms:modified>',
      'styles.xml': styles,
      'footnotes.xml': wordPart('footnotes', `<w:footnote w:id="2"><w:p>${run('По данным отдела')}</w:p></w:footnote>`),
      'comments.xml': wordPart('comments', `<w:comment w:id="0"><w:p>${run('Really?')}</w:p></w:comment>`),
      'header1.xml': wordPart('hdr', `<w:p>${run('Akin Ltd')}</w:p>`),
      'header2.xml': wordPart('hdr', `<w:p>${run('Akin Ltd')}</w:p>`),
      'footer1.xml': wordPart('ftr', `<w:p>${run('12')}</w:p>`),
    });
    await expect(read('a.docx', bytes)).resolves.toMatchSnapshot();
    await expect(read('a.dotm', bytes)).resolves.toEqual(await read('a.docx', bytes));
  });

  it('reads an OpenDocument text', async () => {
    const cell = (text: string): string => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
    const body =
      '<office:text><text:tracked-changes><text:p>was here</text:p></text:tracked-changes><text:p text:style-name="Title">Отчёт</text:p>' +
      '<text:h text:outline-level="2">مقدمه</text:h><text:p>Two<text:s text:c="2"/>blanks,<text:tab/>a tab<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note</text:p></text:note-body></text:note> and<office:annotation><dc:creator>Me</dc:creator><dc:date>2024-01-01</dc:date><text:p>A comment</text:p></office:annotation> an end.</text:p>' +
      `<text:list><text:list-item><text:p>苹果</text:p></text:list-item><text:list-item><text:p>梨</text:p></text:list-item></text:list>` +
      `<table:table><table:table-header-rows><table:table-row>${cell('2023')}${cell('2024')}</table:table-row></table:table-header-rows><table:table-row>${cell('10')}${cell('20')}</table:table-row></table:table></office:text>`;
    const bytes = writeOdf(body, {
      meta: '<dc:title>Отчёт за год</dc:title><meta:initial-creator>Анна</meta:initial-creator><meta:keyword>eins</meta:keyword><meta:keyword>zwei</meta:keyword><meta:creation-date>2024-05-06T07:08:09.123456789</meta:creation-date>',
      styles:
        '<office:master-styles><style:master-page style:name="Standard"><style:footer><text:p>Seite <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>',
    });
    await expect(read('a.odt', bytes)).resolves.toMatchSnapshot();
  });

  it('reads rich text in other code pages than that of Western Europe', async () => {
    const cyrillic = Buffer.from('cff0e8e2e5f22c20ece8f0', 'hex')
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, (character) => `\\'${character.charCodeAt(0).toString(16)}`);
    const rtf = `{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 Arial;}}{\\info{\\title x}}\\f0 ${cyrillic}!\\par \\u1587?\\u1604?\\u1575?\\u1605? \\u20013?\\u25991?\\par{\\*\\hidden not this}\\trowd\\cellx1\\cellx2 Name\\cell Age\\cell\\row\\trowd\\cellx1\\cellx2 Ada\\cell 36\\cell\\row\\pard {\\pict\\pngblip ${'89504e47'.repeat(1000)}}end\\par}`;
    await expect(read('a.rtf', Buffer.from(rtf, 'latin1'))).resolves.toMatchSnapshot();
  });

  it('reads LaTeX in the encoding that it declares', async () => {
    const tex = Buffer.concat([
      Buffer.from(
        '\\documentclass{article}\\usepackage[cp1251]{inputenc}\\title{Tides}\\author{Ada}\\begin{document}\\maketitle\\section{',
      ),
      Buffer.from('cff0e8ebe8e2fb', 'hex'),
      Buffer.from(
        '}They \\emph{rise}.\\footnote{And fall.}\\begin{itemize}\\item One \\item Two\\end{itemize}\\begin{tabular}{ll}City & Height \\\\ Brest & 7 m \\\\\\end{tabular}\\begin{verbatim}x = 1\\end{verbatim}\\input{other}\\end{document}',
      ),
    ]);
    await expect(read('a.tex', tex)).resolves.toMatchSnapshot();
  });
});

describe('slides', () => {
  it('reads a presentation in the order of its list', async () => {
    const table =
      '<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>年</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>销售</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>2024</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>7</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>';
    const bytes = writePptx(
      [
        { shapes: shape('body', 'Подзаголовок') + shape('ctrTitle', 'Планы') + shape('sldNum', '1'), notes: 'Say hello' },
        { shapes: shape(null, 'سلام') + table },
        { shapes: '' },
        { shapes: shape('title', 'End') },
      ],
      '<dc:title>PowerPoint Presentation</dc:title><dc:creator>Li</dc:creator>',
    );
    await expect(read('a.pptx', bytes)).resolves.toMatchSnapshot();
  });

  it('reads an OpenDocument presentation', async () => {
    const frame = (kind: string, text: string): string =>
      `<draw:frame presentation:class="${kind}"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const body = `<office:presentation><draw:page>${frame('title', 'Планы')}${frame('outline', '目标')}<presentation:notes>${frame('notes', 'یادداشت')}</presentation:notes></draw:page><draw:page>${frame('page-number', '2')}${frame('outline', 'Untitled slide')}</draw:page></office:presentation>`;
    await expect(read('a.odp', writeOdf(body))).resolves.toMatchSnapshot();
  });
});

describe('spreadsheets', () => {
  it('reads a workbook row by row with dates as dates', async () => {
    const cell = (place: string, type: string, value: string, style = 0): string =>
      `<c r="${place}" t="${type}" s="${style}">${type === 'inlineStr' ? `<is><t>${value}</t></is>` : `<v>${value}</v>`}</c>`;
    const bytes = writeXlsx({
      properties: '<dc:creator>Olga</dc:creator><dc:title>Budget</dc:title>',
      strings: [
        '<t>Дата</t>',
        '<r><t>Сум</t></r><r><t>ма</t></r>',
        '<t>名前</t><rPh><t>なまえ</t></rPh>',
        '<t>پرداخت‌شده</t>',
        '<t>Budget 2024</t>',
      ],
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="[$-419]d\\ mmmm\\ yyyy;@"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs>',
      sheets: [
        {
          name: 'Бюджет',
          rows:
            `<row r="1">${cell('A1', 's', '4')}</row>` +
            `<row r="3">${cell('A3', 's', '0')}${cell('B3', 's', '1')}${cell('C3', 's', '2')}${cell('D3', 's', '3')}</row>` +
            `<row r="4">${cell('A4', 'n', '45352', 1)}${cell('B4', 'n', '0.30000000000000004')}${cell('C4', 'inlineStr', 'Ли')}${cell('D4', 'b', '1')}</row>` +
            `<row r="5">${cell('A5', 'n', '45353.5', 4)}${cell('B5', 'n', '0.125', 3)}${cell('C5', 'e', '#N/A')}${cell('D5', 'str', 'no')}${cell('F5', 'n', '3', 6)}</row>` +
            `<row r="7">${cell('A7', 'n', '59', 2)}${cell('B7', 'n', '0.75', 5)}</row>`,
        },
        {
          name: 'Sheet2',
          rows: `<row>${'<c t="n"><v>1</v></c>'.repeat(2)}</row><row><c t="d"><v>2024-05-01T00:00:00</v></c></row>`,
        },
      ],
      parts: {
        'xl/worksheets/_rels/sheet1.xml.rels': relationships(['c', 'comments', '../comments1.xml']),
        'xl/comments1.xml':
          '<comments><commentList><comment ref="B4"><text><r><t>Check </t></r><r><t>this</t></r></text></comment></commentList></comments>',
      },
    });
    await expect(read('a.xlsx', bytes)).resolves.toMatchSnapshot();
  });

  it('reads an OpenDocument spreadsheet and its repetitions', async () => {
    const cell = (text: string, attributes = 'office:value-type="string"'): string =>
      `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
    const body =
      '<office:spreadsheet><table:table table:name="Данные">' +
      `<table:table-row>${cell('日期')}${cell('Имя')}<table:table-cell table:number-columns-repeated="16382"/></table:table-row>` +
      `<table:table-row table:number-rows-repeated="3">${cell('1.5.24', 'office:value-type="date" office:date-value="2024-05-01"')}<table:table-cell office:value-type="string"><office:annotation><dc:date>2024</dc:date><text:p>Who?</text:p></office:annotation><text:p>سارا</text:p></table:table-cell></table:table-row>` +
      `<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
      `<table:table-row>${cell('12,5 %', 'office:value-type="percentage" office:value="0.125" table:number-columns-repeated="2"')}</table:table-row>` +
      '</table:table></office:spreadsheet>';
    await expect(read('a.ods', writeOdf(body, { meta: '<dc:title>Table</dc:title>' }))).resolves.toMatchSnapshot();
  });
});

describe('books', () => {
  it('reads a book by its spine, chapters by the table of contents', async () => {
    const bytes = writeEpub(
      [
        ['cover.xhtml', null, '<p>Cover</p>'],
        ['2.xhtml', 'Глава первая', '<p>В начале</p>'],
        ['1.xhtml', '第二章', '<h1>第二章</h1><p><ruby>東<rt>とう</rt></ruby>京</p><ul><li>a</li></ul>'],
        ['1b.xhtml', null, '<p>ادامه</p>'],
      ],
      {
        metadata:
          '<dc:title>Книга</dc:title><dc:creator>А. Б.</dc:creator><dc:language>ru-RU</dc:language><dc:subject>x</dc:subject>',
      },
    );
    await expect(read('a.epub', bytes)).resolves.toMatchSnapshot();
  });
});

it('finds nothing to read in a document of properties alone', async () => {
  const bytes = writeDocx('<w:p/>', { properties: '<dc:creator>Me</dc:creator>' });
  await expect(read('a.docx', bytes)).resolves.toEqual({ kind: 'skipped', reason: 'noText' });
});
