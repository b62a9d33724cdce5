import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  shape,
  wordPart,
  writeArchive,
  writeDocx,
  writeEpub,
  writeOdf,
  writePptx,
  writeXlsx,
} from '../../../fixtures/office/write-office.ts';
import { documentTypeOf, extract, type ExtractionResult } from '../formats.ts';

function read(name: string, bytes: Uint8Array): Promise<ExtractionResult> {
  return extract(bytes, { type: documentTypeOf(name).type, path: name, maxTextChars: 1_000_000 });
}

const NAMES = ['a.docx', 'a.pptx', 'a.xlsx', 'a.odt', 'a.odp', 'a.ods', 'a.epub'];
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

describe('spreadsheets', () => {
  it('are cut after as many cells as anyone reads', async () => {
    const row = '<row>' + '<c><v>1</v></c>'.repeat(100) + '</row>';
    const outcome = await read('a.xlsx', writeXlsx({ sheets: [{ name: 'A', rows: row.repeat(2_100) }] }));
    expect(outcome).toMatchObject({ kind: 'extracted', partial: 'textLimitReached' });
    expect(outcome.kind === 'extracted' && outcome.document.blocks.filter(({ kind }) => kind === 'table').length).toBe(2_000);
  });

  it('cost no memory for cells that are far from each other', async () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>';
    const outcome = await read('a.xlsx', writeXlsx({ sheets: [{ name: 'A', rows }] }));
    expect(outcome.kind === 'extracted' && outcome.document.blocks.map(({ anchor }) => anchor)).toMatchObject([
      { range: 'A1:XFD1' },
      { range: 'A1:XFD1' },
      { range: 'XFD1048576' },
    ]);
  });

  it('do not repeat what says that it is repeated', async () => {
    const cell =
      '<table:table-cell office:value-type="float" table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>';
    const row = `<table:table-row table:number-rows-repeated="1048576">${cell}</table:table-row>`;
    const outcome = await read(
      'a.ods',
      writeOdf(`<office:spreadsheet><table:table table:name="Sheet1">${row}</table:table></office:spreadsheet>`),
    );
    expect(outcome).toMatchObject({ kind: 'extracted', document: { text: '1', blocks: [{ anchor: { range: 'A1:A1048576' } }] } });
  });
});

describe('encrypted files', () => {
  it('are told from broken ones', async () => {
    const ole = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(2000),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    await expect(read('a.docx', ole)).resolves.toEqual({ kind: 'failed', reason: 'encrypted' });
    await expect(read('a.xlsx', ole)).resolves.toEqual({ kind: 'failed', reason: 'encrypted' });
    // A document of the old format under a new name.
    await expect(read('a.docx', ole.subarray(0, 1500))).resolves.toEqual({ kind: 'skipped', reason: 'unsupportedType' });
    const manifest =
      '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    const odt = writeOdf('garbage', { parts: { 'META-INF/manifest.xml': manifest } });
    await expect(read('a.odt', odt)).resolves.toEqual({ kind: 'failed', reason: 'encrypted' });
    await expect(read('a.ods', odt)).resolves.toEqual({ kind: 'failed', reason: 'encrypted' });
  });

  it('are books with protected chapters, not those with protected fonts', async () => {
    const encrypted = (algorithm: string, part: string): string =>
      `<EncryptedData><EncryptionMethod Algorithm="${algorithm}"/><CipherData><CipherReference URI="${part}"/></CipherData></EncryptedData>`;
    const book = (...data: readonly string[]): Uint8Array =>
      writeEpub(
        [
          ['1.xhtml', 'One', '<p>first</p>'],
          ['2.xhtml', 'Two', '<p>second</p>'],
        ],
        { parts: { 'META-INF/encryption.xml': `<encryption>${data.join('')}</encryption>` } },
      );
    const aes = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
    const one = encrypted(aes, 'OEBPS/1.xhtml');
    await expect(read('a.epub', book(one, encrypted(aes, 'OEBPS/2.xhtml')))).resolves.toEqual({
      kind: 'failed',
      reason: 'encrypted',
    });
    await expect(read('a.epub', book(one))).resolves.toMatchObject({ kind: 'extracted', partial: 'partsUnreadable' });
    await expect(read('a.epub', book(encrypted('http://www.idpf.org/2008/embedding', 'OEBPS/font.otf')))).resolves.toMatchObject({
      kind: 'extracted',
      partial: null,
    });
  });
});

describe('broken files', () => {
  it.each(NAMES)('%s that is no archive, or the wrong one', async (name) => {
    await expect(read(name, Buffer.from('not an archive'))).resolves.toEqual({ kind: 'failed', reason: 'corrupt' });
    await expect(read(name, writeArchive({ 'photo.jpg': 'x' }))).resolves.toEqual({ kind: 'failed', reason: 'corrupt' });
  });

  it('give what is left of them', async () => {
    const notes = { notes: 'aside' };
    const pptx = Buffer.from(
      writePptx([{ shapes: shape('title', 'Kept') }, { shapes: shape('title', 'Lost'.repeat(500)), ...notes }]),
    );
    const at = pptx.indexOf('ppt/slides/slide1.xml') + 'ppt/slides/slide1.xml'.length;
    pptx.fill(0xff, at, at + 40);
    const outcome = await read('a.pptx', pptx);
    expect(outcome).toMatchObject({ kind: 'extracted', partial: 'partsUnreadable', document: { text: 'Kept' } });
    const cut = writeDocx(`${paragraph('before')}<w:p><w:r><w:t>half`);
    await expect(read('a.docx', cut)).resolves.toMatchObject({ document: { text: 'before\n\nhalf' } });
  });

  it('are never more than an outcome, whatever bytes are wrong', { timeout: 60_000 }, async () => {
    const files: [string, Uint8Array][] = [
      ['a.docx', writeDocx(paragraph('text'), { 'styles.xml': wordPart('styles', '') })],
      ['a.pptx', writePptx([{ shapes: shape('title', 'Title'), notes: 'x' }])],
      ['a.xlsx', writeXlsx({ sheets: [{ name: 'A', rows: '<row><c><v>1</v></c></row>' }] })],
      ['a.odt', writeOdf('<office:text><text:p>x</text:p></office:text>')],
      ['a.epub', writeEpub([['1.xhtml', 'One', '<p>x</p>']])],
      ['a.rtf', Buffer.from('{\\rtf1\\ansi a\\par b{\\b c}\\trowd\\cellx1 d\\cell\\row}')],
      [
        'a.tex',
        Buffer.from(
          '\\documentclass{article}\\begin{document}\\section{A} $x$ \\begin{itemize}\\item b\\end{itemize}\\end{document}',
        ),
      ],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async ([name, bytes], changes) => {
          const changed = Uint8Array.from(bytes);
          for (const [at, value] of changes) changed[at % changed.length] = value;
          expect(['extracted', 'skipped', 'failed']).toContain((await read(name, changed)).kind);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are not too deep for anything', async () => {
    const tables = `${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${paragraph('deep')}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`;
    await expect(read('a.docx', writeDocx(tables))).resolves.toMatchObject({ document: { text: 'deep' } });
    const lists = `<office:text>${'<text:list><text:list-item>'.repeat(20_000)}<text:p>deep</text:p></office:text>`;
    await expect(read('a.odt', writeOdf(lists))).resolves.toMatchObject({ document: { text: 'deep' } });
    for (const [name, source] of [
      ['a.rtf', `{\\rtf1 ${'{\\b '.repeat(50_000)}deep${'}'.repeat(50_000)}}`],
      ['a.tex', `\\documentclass{article}\\begin{document}${'{'.repeat(20_000)}deep${'}'.repeat(20_000)}\\end{document}`],
      ['a.tex', `\\documentclass{article}\\def\\a{\\a\\a}\\begin{document}\\a\\end{document}`],
    ] as const)
      expect(['extracted', 'skipped', 'failed']).toContain((await read(name, Buffer.from(source))).kind);
  });
});
