import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJudgedSet } from './judged-set.ts';

const SETS = ['scifact', 'lohelp-ru', 'pquad', 'drcd', 'parsinlu-rc', 'xquad-mixed'];

/** Writes `count` texts of the judged sets as plain text files, a hundred a folder. Returns their bytes. */
export async function writeTextFiles(folder: string, count: number): Promise<number> {
  let written = 0;
  let bytes = 0;
  for (const name of SETS) {
    const { documents } = await readJudgedSet(name);
    for (const { title, text } of documents) {
      if (written === count) return bytes;
      const subfolder = join(folder, String(Math.floor(written / 100)));
      if (written % 100 === 0) await mkdir(subfolder, { recursive: true });
      const content = `${title}\n\n${text}\n`;
      await writeFile(join(subfolder, `${written}.txt`), content);
      bytes += Buffer.byteLength(content);
      written += 1;
    }
  }
  return bytes;
}
