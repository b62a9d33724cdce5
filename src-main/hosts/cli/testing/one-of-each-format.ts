import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  relationships,
  shape,
  writeDocx,
  writeEpub,
  writeOdf,
  writePptx,
  writeXlsx,
} from '../../../fixtures/office/write-office.ts';
import { writePdf } from '../../../fixtures/pdf/write-pdf.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../fixtures');
/** Something that a careless reader would fetch. */
const REMOTE = 'https://example.org/x.png';

const COPIED = [
  'code/store.py',
  'code/server.log',
  'data/en.json',
  'data/ru.jsonl',
  'data/zh.yaml',
  'delimited/en.csv',
  'delimited/zh.tsv',
  'html/en.html',
  'mail/ru.eml',
  'markdown/en.md',
  'notebook/harvest.ipynb',
  'outline/en.rst',
  'outline/ru.org',
  'outline/zh.adoc',
  'subtitles/en.srt',
  'subtitles/fa.vtt',
  'text/en.txt',
];

const WRITTEN: Readonly<Record<string, () => string | Uint8Array>> = {
  'page.html': () => `<p>See <a href="${REMOTE}">this</a> <img src="${REMOTE}"></p><script src="${REMOTE}"></script>`,
  'feed.xml': () =>
    `<!DOCTYPE feed SYSTEM "https://example.org/feed.dtd" [<!ENTITY far SYSTEM "${REMOTE}">]><feed><p>Nothing is fetched. &far;</p></feed>`,
  'letter.docx': () =>
    writeDocx('<w:p><w:r><w:t>The picture of this letter lies far away.</w:t></w:r></w:p>', {
      '_rels/settings.xml.rels': relationships(['t', 'attachedTemplate', 'https://example.org/template.dotx']),
    }),
  'talk.pptx': () => writePptx([{ shapes: shape('title', 'A quiet talk'), notes: 'Whisper.' }]),
  'sums.xlsx': () =>
    writeXlsx({
      sheets: [
        { name: 'Sums', rows: `<row r="1"><c r="A1" t="inlineStr"><is><t>Quiet</t></is></c><c r="B1"><v>5</v></c></row>` },
      ],
    }),
  'letter.odt': () => writeOdf('<office:text><text:p>An open letter.</text:p></office:text>'),
  'book.epub': () => writeEpub([['one.xhtml', 'One', `<p id="start">Once upon a time <img src="${REMOTE}"/></p>`]]),
  'old.rtf': () => String.raw`{\rtf1\ansi An old letter. {\field{\*\fldinst INCLUDEPICTURE "${REMOTE}"}{\fldrslt far}}\par}`,
  'paper.tex': () => String.raw`\documentclass{article}\begin{document}A paper with \url{https://example.org/}.\end{document}`,
  'paper.pdf': () => writePdf({ pages: [[{ x: 72, y: 700, size: 12, text: 'A paper about silence.' }]] }),
};

/** Writes one file of each format, most with something remote in it. Returns how many there are. */
export async function writeOneOfEachFormat(folder: string): Promise<number> {
  for (const name of COPIED) await copyFile(path.join(FIXTURES, name), path.join(folder, name.replace('/', '-')));
  for (const [name, write] of Object.entries(WRITTEN)) await writeFile(path.join(folder, name), write());
  return COPIED.length + Object.keys(WRITTEN).length;
}
