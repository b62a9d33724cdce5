import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { decodeText } from '#engine/extraction/decode-text.ts';
import { cacheFolder, median, round, sharedData, type BenchOptions } from './harness.ts';

const ROUNDS = 5;

type Verdict = 'exact' | 'exactButForTwins' | 'wrong' | 'unread';

/**
 * Measures how many of the sample files are decoded exactly: the same text as Python's codec of the encoding that the
 * folder names, line breaks as LF, without BOM, compared code unit by code unit. Some encodings have two tables in use that
 * map a few characters to twin code points (a wave dash is U+301C or U+FF5E); `exactButForTwins` are files that differ in
 * these alone, and `exactShare` leaves them out.
 */
export async function runEncodingsBench(options: BenchOptions): Promise<object> {
  const folder = join(sharedData, 'files', 'encodings', 'tests');
  const expected = Object.entries(readReference(folder)).filter((_, index) => !options.isSmallest || index % 10 === 0);
  const counts: Record<Verdict, number> = { exact: 0, exactButForTwins: 0, wrong: 0, unread: 0 };
  let [guessed, guessedAndExact, unmarkedAndWrong, bytesTotal] = [0, 0, 0, 0];
  const inexact: Record<string, string> = {};
  const texts = expected.map(([name, text]) => ({ name, text, bytes: readFileSync(join(folder, name)) }));
  for (const { name, text, bytes } of texts) {
    bytesTotal += bytes.length;
    const decoded = decodeText(bytes);
    const verdict = judge(decoded?.text ?? null, text);
    counts[verdict] += 1;
    const isExact = verdict === 'exact' || verdict === 'exactButForTwins';
    if (decoded?.isGuessed === true) guessed += 1;
    if (decoded?.isGuessed === true && isExact) guessedAndExact += 1;
    if (decoded?.isGuessed === false && !isExact) unmarkedAndWrong += 1;
    if (verdict !== 'exact')
      inexact[name] = `${verdict}: read as ${decoded?.encoding ?? 'no text'}${decoded?.isGuessed === true ? ', marked' : ''}`;
  }
  const seconds = Array.from({ length: options.isSmallest ? 1 : ROUNDS }, () => {
    const before = process.cpuUsage();
    for (const { bytes } of texts) decodeText(bytes);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Promise.resolve({
    reencoded: measureReencoded(options),
    files: expected.length,
    ...counts,
    exactShare: round(counts.exact / expected.length, 3),
    exactShareWithTwins: round((counts.exact + counts.exactButForTwins) / expected.length, 3),
    guessed,
    guessedAndExact,
    unmarkedAndWrong,
    megabytesPerCpuSecond: round(bytesTotal / 1e6 / median(seconds)),
    inexact,
  });
}

/** Languages of the judged set and code pages that hold them, as iconv-lite names them. */
const REENCODED: Readonly<Record<string, readonly string[]>> = {
  en: ['windows-1252'],
  de: ['windows-1252', 'cp850', 'macroman'],
  es: ['windows-1252', 'cp850'],
  tr: ['windows-1254'],
  el: ['windows-1253', 'iso-8859-7', 'cp737'],
  ru: ['windows-1251', 'koi8-r', 'cp866', 'cp855', 'maccyrillic', 'iso-8859-5'],
  th: ['windows-874'],
  ar: ['windows-1256', 'iso-8859-6'],
  zh: ['gbk'],
};

/**
 * Single paragraphs of the judged sets, written in code pages and read again: how many exactly, how many exactly but with the
 * mark (false alarms), how many wrongly and without it. Paragraphs that a code page cannot hold are left out.
 */
function measureReencoded(options: BenchOptions): object {
  const corpus = readFileSync(join(sharedData, 'retrieval', 'xquad-mixed', 'corpus.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const paragraphs = corpus.map((line) => JSON.parse(line) as { _id: string; text: string });
  const result = { texts: 0, exact: 0, exactAndMarked: 0, wrongAndUnmarked: 0 };
  for (const [language, encodings] of Object.entries(REENCODED)) {
    const texts = paragraphs.filter(({ _id }) => _id.startsWith(`${language}:`)).map(({ text }) => text);
    for (const encoding of encodings) {
      for (const text of options.isSmallest ? texts.slice(0, 10) : texts) {
        const bytes = iconv.encode(text, encoding);
        if (/^[\0-\x7f]*$/.test(text) || iconv.decode(bytes, encoding) !== text) continue;
        const decoded = decodeText(bytes);
        const isExact = decoded?.text === text;
        result.texts += 1;
        if (isExact) result.exact += 1;
        if (isExact && decoded.isGuessed) result.exactAndMarked += 1;
        if (!isExact && decoded?.isGuessed === false) result.wrongAndUnmarked += 1;
      }
    }
  }
  return result;
}

function judge(actual: string | null, expected: string | null): Verdict {
  if (actual === null) return 'unread';
  if (actual === expected) return 'exact';
  return expected !== null && withoutTwins(actual) === withoutTwins(expected) ? 'exactButForTwins' : 'wrong';
}

/**
 * Pairs in which two tables of one encoding differ: JIS X 0208 and Microsoft's, GB 2312 and its successors, and TIS-620, in
 * which the bytes that Windows gives to punctuation mean nothing.
 */
const TWINS = new Map(
  [
    '〜～',
    '‖∥',
    '−－',
    '¢￠',
    '£￡',
    '¬￢',
    '—―',
    '・·',
    '\u0085…',
    '\u0091‘',
    '\u0092’',
    '\u0093“',
    '\u0094”',
    '\u0095•',
    '\u0096–',
    '\u0097—',
  ].map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
);

function withoutTwins(text: string): string {
  return text.replaceAll(/[\x80-\uffff]/g, (character) => TWINS.get(character) ?? character);
}

/** Python's reading, made once: it is the same on every run. */
function readReference(folder: string): Record<string, string | null> {
  const file = join(cacheFolder, 'encodings', 'reference.json');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    execFileSync('python3', [fileURLToPath(new URL('peers/encodings.py', import.meta.url)), folder, file]);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | null>;
}
