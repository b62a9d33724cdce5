import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { searchField, statusLine, test as base } from './akin.ts';
import { startHost, type Host } from './host.ts';

const SAMPLE = path.join(import.meta.dirname, '../resources/sample-library');
const DATA = process.env['AKIN_DATA'] ?? path.join(import.meta.dirname, '../../shared/data');
const FILES = path.join(DATA, 'files');
const TIKA = path.join(FILES, 'office-and-others/tika-parsers/tika-parsers-standard/tika-parsers-standard-modules');

/** Real files of other people, as far as they are here, by the name that they get in the library. */
const OTHERS: Readonly<Record<string, string>> = {
  'tables.docx': path.join(FILES, 'docx/test/test-data/tables.docx'),
  'columnar.xlsx': path.join(TIKA, 'tika-parser-microsoft-module/src/test/resources/test-documents/test-columnar.xlsx'),
  'slides.pptx': path.join(TIKA, 'tika-parser-microsoft-module/src/test/resources/test-documents/testPPT.pptx'),
  'lists.rtf': path.join(TIKA, 'tika-parser-microsoft-module/src/test/resources/test-documents/testRTFListLibreOffice.rtf'),
  'writer.odt': path.join(TIKA, 'tika-parser-miscoffice-module/src/test/resources/test-documents/testODFwithOOo3.odt'),
  'book.epub': path.join(FILES, 'epub/childrens-literature.epub'),
  'attached.eml': path.join(FILES, 'mail/spec/fixtures/emails/attachment_emails/attachment_pdf.eml'),
  'scan.pdf': path.join(FILES, 'ocr-truth/en/scan-120.pdf'),
};

/** Whether the sample files of other people are here. */
export const hasOthers = Object.values(OTHERS).every((file) => existsSync(file));

type Office = {
  readonly host: Host;
  readonly cookies: Awaited<ReturnType<import('@playwright/test').BrowserContext['cookies']>>;
};

/** `officePage`: the page of a host whose library is the sample library and, where they are here, files of other people. */
export const test = base.extend<{ readonly officePage: Page }, { readonly office: Office }>({
  office: [
    async ({ browser }, use) => {
      const host = await startHost();
      await cp(SAMPLE, path.join(host.libraryFolder, 'Sample'), { recursive: true });
      await mkdir(path.join(host.libraryFolder, 'Others'));
      if (hasOthers)
        for (const [name, file] of Object.entries(OTHERS)) await copyFile(file, path.join(host.libraryFolder, 'Others', name));
      await host.indexLibrary();
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(host.startUrl);
      await statusLine(page).getByText('searchable').waitFor();
      await use({ host, cookies: await context.cookies() });
      await context.close();
      await host.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  officePage: async ({ page, context, office }, use) => {
    await context.addCookies(office.cookies);
    await page.goto(office.host.origin);
    await searchField(page).waitFor();
    await use(page);
  },
});
