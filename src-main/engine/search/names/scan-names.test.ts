import fc from 'fast-check';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { parseNameQuery } from './name-query.ts';
import { createNameTree } from './name-tree.ts';
import { scanNames } from './scan-names.ts';

const everything = { isDocumentShown: () => true, isFolderShown: () => true };

function search(paths: readonly string[], query: string, limit = 100) {
  const tree = createNameTree();
  tree.setRoots([{ id: 1, path: '/home/me/Papers', isAvailable: true }]);
  for (const [index, path] of paths.entries()) {
    tree.put({ id: index + 1, folderId: 1, path: `/home/me/Papers/${path}`, type: 'other', date: 0 });
  }
  const parsed = parseNameQuery(query);
  const found =
    parsed === null ? { documents: [], folders: [], strong: 0 } : scanNames(tree, parsed, { filter: everything, limit });
  return {
    documents: found.documents.map((hit) => ({ ...hit, path: paths[hit.documentId - 1] ?? '' })),
    folders: found.folders.map((hit) => ({ ...hit, path: hit.path.slice('/home/me/Papers'.length) })),
  };
}

const order = (paths: readonly string[], query: string): string[] => search(paths, query).documents.map(({ path }) => path);
const marked = (path: string, query: string): string[] | undefined =>
  search([path], query).documents[0]?.highlights.map(([from, to]) => basename(path).slice(from, to));

it('finds an abbreviation and marks what it stands for', () => {
  expect(order(['Quarterly report 2025.xlsx', 'Request 25.txt', 'quiet.txt'], 'qrep25')).toEqual(['Quarterly report 2025.xlsx']);
  expect(marked('Quarterly report 2025.xlsx', 'qrep25')).toEqual(['Q', 'rep', '25']);
});

it.each([
  {
    query: 'report',
    paths: ['rep-or-t.txt', 'annual reports.txt', 'my report.txt', 'report 2025.txt', 'report.txt', 'report', 'misreported.txt'],
    best: ['report', 'report.txt', 'report 2025.txt', 'my report.txt', 'annual reports.txt', 'misreported.txt', 'rep-or-t.txt'],
  },
  {
    query: 'report 2025 taxes',
    paths: [
      '2025/report.pdf',
      'taxes/2025/report.pdf',
      'taxes/2025/summary.pdf',
      'taxes report 2025.pdf',
      'taxes/report 2025.pdf',
    ],
    best: ['taxes report 2025.pdf', 'taxes/report 2025.pdf', 'taxes/2025/report.pdf'],
  },
  {
    query: 'گزارش مالیات',
    paths: ['ماليات/گزارش.pdf', 'گزارش سفر.docx', 'گزارش مالیات ۱۴۰۳.pdf', 'مالیات و گزارش.odt'],
    best: ['گزارش مالیات ۱۴۰۳.pdf', 'مالیات و گزارش.odt', 'ماليات/گزارش.pdf'],
  },
  { query: 'می شود', paths: ['می شود.txt', 'نمی‌شود.txt'], best: ['می شود.txt', 'نمی‌شود.txt'] },
  { query: 'میشود', paths: ['می‌شود.txt', 'نمی‌شود.txt'], best: ['می‌شود.txt', 'نمی‌شود.txt'] },
  {
    query: 'отчет',
    paths: ['Годовой отчёт.doc', 'расчёт.xls', 'Отчёт.doc', 'отчётность.txt'],
    best: ['Отчёт.doc', 'отчётность.txt', 'Годовой отчёт.doc'],
  },
  { query: '报告', paths: ['季度报告2025.xlsx', '报告.docx', '报纸.txt'], best: ['报告.docx', '季度报告2025.xlsx'] },
  { query: 'taxes/report', paths: ['taxes/2025/report.pdf', 'report.pdf', 'taxes.txt'], best: ['taxes/2025/report.pdf'] },
  {
    query: '/home/me/Papers/taxes/2025/report.pdf',
    paths: ['taxes/2025/report.pdf', 'report.pdf'],
    best: ['taxes/2025/report.pdf'],
  },
  { query: 'img 0042', paths: ['IMG_0042.JPG', 'IMG_0043.JPG', 'img/0042.txt'], best: ['IMG_0042.JPG', 'img/0042.txt'] },
  { query: 'gun', paths: ['getUserName.ts', 'begun.txt', 'gallon.txt'], best: ['begun.txt', 'getUserName.ts'] },
  { query: 'q', paths: ['unique.txt', 'quiet.txt', 'the queen.txt'], best: ['quiet.txt', 'the queen.txt'] },
])('orders the names for $query', ({ query, paths, best }) => {
  expect(order(paths, query)).toEqual(best);
});

it('marks in the original what folding changed', () => {
  expect(marked('Straße 7.txt', 'strasse')).toEqual(['Straße']);
  expect(marked('Cafe\u0301 menu.pdf', 'café')).toEqual(['Cafe\u0301']);
  expect(marked('نامه‌های ۱۴۰۳.pdf', 'نامههای 1403')).toEqual(['نامه‌های', '۱۴۰۳']);
  expect(marked('季度报告.xlsx', '报告')).toEqual(['报告']);
});

it('finds folders by name and by path, the added one too', () => {
  const paths = ['Taxes 2024/a.txt', 'Taxes 2025/letters/b.txt', 'taxes.txt'];
  expect(search(paths, 'taxes').folders.map(({ path }) => path)).toEqual(['/Taxes 2024', '/Taxes 2025']);
  expect(search(paths, 'taxes/letters').folders.map(({ path }) => path)).toEqual(['/Taxes 2025/letters']);
  expect(search(paths, 'papers').folders.map(({ path }) => path)).toEqual(['']);
  expect(search(paths, 'letters/')).toMatchObject({ documents: [], folders: [{ path: '/Taxes 2025/letters' }] });
});

it('forgets folders once nothing lies in them', () => {
  const tree = createNameTree();
  tree.setRoots([{ id: 1, path: '/r', isAvailable: true }]);
  const folders = () => {
    const query = parseNameQuery('f');
    return query === null ? [] : scanNames(tree, query, { filter: everything, limit: 9 }).folders.map(({ path }) => path);
  };
  for (let id = 1; id <= 600; id++) tree.put({ id, folderId: 1, path: `/r/f${id}/a.txt`, type: 'other', date: 0 });
  for (let id = 2; id <= 600; id++) tree.remove(id);
  expect(folders()).toEqual(['/r/f1']);
  tree.setRoots([{ id: 1, path: '/r', isAvailable: true }]);
  expect(tree.folders.map(({ path }) => path)).toEqual(['/r', '/r/f1']);
  tree.put({ id: 1, folderId: 1, path: '/r/f2/f3/a.txt', type: 'other', date: 0 });
  expect(folders()).toEqual(['/r/f2', '/r/f2/f3']);
});

const names = fc.string({
  unit: fc.constantFrom('a', 'B', '2', ' ', '_', 'é', 'ß', '\u200c', 'ی', '季', '🎉', '.'),
  minLength: 1,
  maxLength: 10,
});

it('gives scores in (0, 1] and valid highlights, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.array(names, { minLength: 1, maxLength: 8 }),
      fc.string({ unit: 'grapheme' }),
      names,
      (files, any, similar) => {
        const paths = [...new Set(files)].map((file) => `f/${file}x`);
        for (const query of [any, similar]) {
          for (const { path, score, highlights } of search(paths, query).documents) {
            expect(score > 0 && score <= 1).toBe(true);
            let last = 0;
            for (const [from, to] of highlights) {
              expect(from >= last && from < to && to <= basename(path).length).toBe(true);
              last = to;
            }
          }
        }
      },
    ),
  );
});

it('finds every name by its whole self, and first', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.constantFrom('report 1.pdf', 'Straße.txt', 'a_b-c.md', 'گزارش‌ها.pdf', '季度.xlsx', 'ёлка.jpg', 'getA.ts'),
      ),
      (files) => {
        for (const file of files) expect(order(files, file)[0]).toBe(file);
      },
    ),
  );
});
