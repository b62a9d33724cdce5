// Makes the office files, the book and the PDFs of resources/sample-library from their sources. Texts of the sample
// library that are readable as they stand (Markdown, HTML, mail ...) lie there as they are and have no source.
//
// Usage: node src-main/scripts/make-sample-library.js
// Printing needs a Chromium and the Noto fonts (Sans, Naskh Arabic, Sans CJK); other fonts give other bytes.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserArguments, findOrInstallBrowser } from './find-browser.js';
import { printPdf } from './sample-library/print-pdf.ts';
import { readSource } from './sample-library/read-source.ts';
import { writeDocx } from './sample-library/write-docx.ts';
import { writeEpub } from './sample-library/write-epub.ts';
import { writeOdt } from './sample-library/write-odt.ts';
import { writePptx } from './sample-library/write-pptx.ts';
import { writeXlsx } from './sample-library/write-xlsx.ts';

const sources = path.join(import.meta.dirname, 'sample-library/sources');
const library = path.join(import.meta.dirname, '../../resources/sample-library');

const executablePath = await findOrInstallBrowser();
if (executablePath === undefined) throw new Error('no Chromium to print with');
const browser = await chromium.launch({ executablePath, args: browserArguments() });

/** @type {import('./sample-library/print-pdf.ts').Print} */
async function print(html) {
  const page = await browser.newPage();
  await page.setContent(html);
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
  await page.close();
  return pdf;
}

/**
 * @param {string} format
 * @param {string} source
 */
async function make(format, source) {
  switch (format) {
    case '.docx':
      return writeDocx(readSource(source));
    case '.odt':
      return writeOdt(readSource(source));
    case '.pptx':
      return writePptx(readSource(source));
    case '.epub':
      return writeEpub(readSource(source));
    case '.pdf':
      return printPdf(readSource(source), print);
    case '.xlsx':
      return writeXlsx(source);
    default:
      throw new Error(`there is no way to make a ${format}`);
  }
}

const found = await readdir(sources, { recursive: true, withFileTypes: true });
for (const each of found.filter((one) => one.isFile())) {
  const source = path.join(each.parentPath, each.name);
  // `Lease agreement.docx.md` becomes `Lease agreement.docx`.
  const target = path.join(library, path.relative(sources, source)).replace(/\.\w+$/, '');
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, await make(path.extname(target), await readFile(source, 'utf8')));
  process.stdout.write(`${path.relative(library, target)}\n`);
}
await browser.close();
