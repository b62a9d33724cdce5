import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writePdf } from '../src-main/fixtures/pdf/write-pdf.ts';
import { writeLibrary } from './library.ts';
import { createPdf } from './pdf.ts';

const samples = path.join(import.meta.dirname, '..', 'resources', 'sample-library');

const SCRIPT = `def greet(name):
    """Says hello to the keeper of the beacon."""
    return f"Hello {name}"


print(greet("Ada"))
`;

const LONG_NAME =
  'Report on the maintenance of shared heating systems and on all that follows from it, second and revised edition, final (3).md';
const UNBROKEN_NAME = `${'minutes_of_the_meeting_of_the_boiler_committee_'.repeat(3)}2024.txt`;
const MIXED_NAME = 'گزارش boiler (نسخهٔ ۲) — final v2.3.md';
const DEEP_FOLDER = ['Archive', 'Correspondence with the housing association', 'بایگانی سال‌های گذشته', '2019–2023'].join('/');

const MIXED = `# گزارش boiler (نسخهٔ ۲) دربارهٔ نگهداری دستگاه‌های گرمایش مشترک ساختمان و آنچه از آن برمی‌آید، ویرایش دوم و بازبینی‌شده

در نشست ۱۲ مارس 2024 دیگِ boiler مدل «AX-300 Pro» بازبینی شد؛ فشار آن 1.5 bar بود و یخبندان (frost) به آن آسیبی نزد.

The valve was replaced (شیر شمارهٔ ۴), see https://example.invalid/manual?id=۴ for the invoice of ۲۳۰٬۰۰۰ ریال.
`;

/** The suite's library with what shows every state of a file, every kind of reader, and names that are hard to show. Returns the folder. */
export async function writeStage(parent: string): Promise<string> {
  const libraryFolder = await writeLibrary(parent);
  await mkdir(path.join(libraryFolder, DEEP_FOLDER), { recursive: true });
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'greet.py': SCRIPT,
    [LONG_NAME]:
      '# Heating of shared houses\n\nThe boiler of a shared house serves all flats, and its frost guard is common property.\n',
    [`${DEEP_FOLDER}/${UNBROKEN_NAME}`]: `The boiler committee met on the day of the first frost. ${'boiler'.repeat(40)}\n`,
    [MIXED_NAME]: MIXED,
    'locked.pdf': writePdf({ pages: [[{ x: 72, y: 720, size: 12, text: 'A secret boiler' }]], userPassword: 'sesame' }),
    'scan.pdf': createPdf([[]]),
    'empty.txt': '',
    'strange.xyz': 'of no known format',
    // Too few letters of windows-1250 for certainty.
    'letter.txt': Uint8Array.from([0xe8, 0x20, 0xb9, 0xe8, 0xbe]),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(libraryFolder, name), content);
  for (const sample of ['Home/Lease agreement.docx', 'Home/Household budget 2024.xlsx', 'Work/社区阅览室.pptx'])
    await copyFile(path.join(samples, sample), path.join(libraryFolder, path.basename(sample)));
  return libraryFolder;
}
