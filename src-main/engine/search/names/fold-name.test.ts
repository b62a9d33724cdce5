import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldName, isWordStart, toOriginalRanges } from './fold-name.ts';

const wordsOf = (text: string): string[] => {
  const name = foldName(text);
  const starts = Array.from({ length: name.folded.length }, (_, at) => at).filter((at) => isWordStart(name, at));
  return starts.map((start, index) => name.folded.slice(start, starts[index + 1]).trim());
};

it.each([
  ['Quarterly report 2025.xlsx', ['quarterly', 'report', '2025', 'xlsx']],
  ['getUserName_v2.ts', ['get', 'user', 'name', 'v', '2', 'ts']],
  ['PDFReader', ['pdf', 'reader']],
  ['Straße-Übersicht.odt', ['strasse', 'ubersicht', 'odt']],
  ['گزارش\u200cهای ۱۴۰۳.pdf', ['گزارشهای', '1403', 'pdf']],
  ['ОтчётКвартал.doc', ['отчет', 'квартал', 'doc']],
  ['季度报告', ['季', '度', '报', '告']],
  ['Ünïcode\u0301 IMG_0042', ['unicode', 'img', '0042']],
  ['🎉 party', ['🎉', 'party']],
])('finds the words of %s', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

it('tells the extension from the rest of the name', () => {
  const extension = (text: string) => foldName(text).folded.slice(foldName(text).extensionAt);
  expect(['a.tar.gz', '.bashrc', 'README', 'v1. draft', 'Straße.odt', 'کتاب.pdf'].map(extension)).toEqual([
    'gz',
    '',
    '',
    '',
    'odt',
    'pdf',
  ]);
});

const anyName = fc.string({
  unit: fc.constantFrom('a', 'B', '1', ' ', '_', 'é', 'e\u0301', 'ß', '\u200c', 'ی', '季', '🎉', '.', 'İ', 'ﬁ'),
});

it('maps every folded unit to a range inside the original', () => {
  fc.assert(
    fc.property(anyName, (text) => {
      const name = foldName(text);
      for (let at = 0; at < name.folded.length; at++) {
        const ranges = toOriginalRanges(name, [[at, at + 1]]);
        expect(ranges).toHaveLength(1);
        const [start, end] = ranges[0] ?? [-1, -1];
        expect(start >= 0 && start < end && end <= text.length).toBe(true);
        // What it maps to folds to something that holds the unit.
        expect(foldName(text.slice(start, end)).folded).toContain(name.folded.charAt(at));
      }
    }),
  );
});
