import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The word that every one of the many files has. */
export const COMMON_WORD = 'lantern';

const SYLLABLES = ['ba', 'ko', 'ri', 'tu', 'mel', 'dan', 'sor', 'vi', 'lun', 'pe', 'gra', 'no', 'fi', 'tas', 'hul', 'we'];
/** Enough words of its own that no note is taken for a copy of another. */
const OWN_WORDS = 14;

/** Writes `count` small notes, a hundred a folder, each with a number of its own in name and text. Returns their folder. */
export async function writeManyFiles(parent: string, count: number): Promise<string> {
  const folder = path.join(parent, 'Notes');
  for (let start = 0; start < count; start += 100) {
    const subfolder = path.join(folder, `box ${String(start / 100).padStart(3, '0')}`);
    await mkdir(subfolder, { recursive: true });
    const numbers = Array.from({ length: Math.min(100, count - start) }, (_, index) => start + index);
    await Promise.all(numbers.map((number) => writeFile(path.join(subfolder, `${nameOf(number)}.txt`), noteOf(number))));
  }
  return folder;
}

/** The name of one of the files, without its extension. */
export function nameOf(number: number): string {
  return `note ${String(number).padStart(5, '0')}`;
}

function noteOf(number: number): string {
  const words = Array.from({ length: OWN_WORDS }, (_, index) => ownWord(number, index)).join(' ');
  return `The ${COMMON_WORD} of number ${number} burned all night: ${words}.\n`;
}

/** A made-up word that hardly any other note has. */
function ownWord(number: number, index: number): string {
  // Knuth's multiplicative hash spreads neighbours over all words.
  const hash = Math.imul(number * OWN_WORDS + index + 1, 2_654_435_761) >>> 0;
  return [28, 24, 20, 16].map((shift) => SYLLABLES[(hash >>> shift) & 15]).join('');
}
