import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { SearchResults } from '#contract';
import { settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const FILES: Readonly<Record<string, string>> = {
  'Work/lease.md':
    '---\nauthor: [Ada Löw, Grace Hopper]\ntags: [Home, work]\n---\n\n# Lease\n\nThe cold rent is due each month. The tenant pays the heating, too.\n',
  'Work/loan.txt': 'A loan from the bank for the house, with a rate of three per cent. Rent is cold comfort.\n',
  'Work/Archive/draft of lease.txt': 'The cold rent of the flat and how it is paid, as a first version.\n',
  'invoices/invoice-2025.txt': 'Invoicing the customer for the repair of the roof.\n',
  'invoices/receipt.html':
    '<html lang="en"><head><title>Annual report</title><meta name="author" content="Ada Byron"></head><body><p>An invoice was paid by cheque.</p></body></html>',
  'voice.txt': 'Her voice was heard across the harbour, and the invoices were forgotten.\n',
  'fa/گزارش.md': '# گزارش سالانه\n\nاین گزارش سالانه درباره قرارداد اجاره خانه و هزینه‌های آن نوشته شده است.\n',
  'fa/قرارداد.txt': 'قرارداد خرید خانه. گزارش دیگری هم هست که سالانه نیست و درباره کتابخانه است.\n',
  'ru/договор.txt': 'Договор аренды квартиры подписан сторонами и хранится у владельца.\n',
  'ru/черновик.txt': 'Это черновик договора аренды, который ещё не подписан.\n',
  'zh/教程.txt': '这是一个关于人工智能的教程，介绍如何搜索文件。\n',
  'zh/智能.txt': '人工翻译与智能手机的入门指南，不谈其他内容。\n',
  'picture of a lease.png': 'not read at all',
};
const OLD = new Date(2024, 4, 10, 12);

async function openLibrary(): Promise<(query: string, more?: object) => Promise<SearchResults & { readonly names: string[] }>> {
  const folder = await temporaryFolder('akin-language-');
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await utimes(file, OLD, OLD);
  }
  const recent = new Date(2026, 1, 3, 12);
  await utimes(path.join(folder, 'voice.txt'), recent, recent);
  await writeFile(path.join(folder, 'large.txt'), 'plain words over and over again\n'.repeat(1_000));
  await utimes(path.join(folder, 'large.txt'), OLD, OLD);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, Object.keys(FILES).length + 1);
  return async (query, more = {}) => {
    const found = await client.call('search.query', { query, limit: 50, ...more });
    return { ...found, names: found.results.map((result) => path.basename(result.path)).sort() };
  };
}

it('keeps what the signs, quotes and filters of a query say', { timeout: 120_000 }, async () => {
  const search = await openLibrary();
  const expected: readonly (readonly [query: string, names: readonly string[]])[] = [
    // Quotes and signs
    ['"cold rent"', ['draft of lease.txt', 'lease.md']],
    ['"cold rent" -draft', ['lease.md']],
    ['rent "cold rent" -(flat OR sea)', ['lease.md']],
    ['+heating ', ['lease.md']],
    ['+"of the roof" ', ['invoice-2025.txt']],
    ['loan OR harbour ', ['loan.txt', 'voice.txt']],
    ['rent AND loan ', ['loan.txt']],
    ['invoicin*', ['invoice-2025.txt']],
    ['invoi*', ['invoice-2025.txt', 'receipt.html', 'voice.txt']],
    ['*voices', ['voice.txt']],
    ['*oicin*', ['invoice-2025.txt']],
    ['"annual report"', ['receipt.html']],
    ['+invoic', ['invoice-2025.txt', 'receipt.html', 'voice.txt']],
    // Other scripts
    ['«گزارش سالانه» ', ['گزارش.md']],
    ['قرارداد -كتابخانه ', ['گزارش.md']],
    ['договор* -черновик ', ['договор.txt']],
    ['"人工智能"', ['教程.txt']],
    ['人工 -智能手机 ', ['教程.txt']],
    ['(教程 | 入门) "人工"', ['教程.txt', '智能.txt']],
    // Filters alone
    ['type:html', ['receipt.html']],
    ['type:md,html', ['lease.md', 'receipt.html', 'گزارش.md']],
    ['-type:md lang:fa', ['قرارداد.txt']],
    ['kind:(html OR markdown)', ['lease.md', 'receipt.html', 'گزارش.md']],
    ['ext:png,html', ['picture of a lease.png', 'receipt.html']],
    ['folder:work', ['draft of lease.txt', 'lease.md', 'loan.txt']],
    ['folder:work -in:archive', ['lease.md', 'loan.txt']],
    ['dir:Work/Archive', ['draft of lease.txt']],
    ['path:oices/inv', ['invoice-2025.txt']],
    ['name:voice', ['voice.txt']],
    ['name:*voice*', ['invoice-2025.txt', 'voice.txt']],
    ['file:"draft of lease"', ['draft of lease.txt']],
    ['title:annual', ['receipt.html']],
    ['author:low', ['lease.md']],
    ['author:ada', ['lease.md', 'receipt.html']],
    ['author:ada -author:hopper', ['receipt.html']],
    ['cold author:"Grace Hopper"', ['lease.md']],
    ['tag:home', ['lease.md']],
    ['lang:fa', ['قرارداد.txt', 'گزارش.md']],
    ['size:>20kb', ['large.txt']],
    ['after:2026', ['voice.txt']],
    ['before:2025 name:v*', []],
    ['date:2024-05 folder:ru', ['договор.txt', 'черновик.txt']],
    // Filters with words, and excluded words alone
    ['rent folder:archive', ['draft of lease.txt']],
    ['lease ext:png', ['picture of a lease.png']],
    ['-rent -folder:(fa ru zh invoices) ', ['large.txt', 'picture of a lease.png', 'voice.txt']],
  ];
  for (const [query, names] of expected)
    expect.soft((await search(query, { mode: 'hybrid' })).names, query).toEqual([...names].sort());

  const combined = await search('ext:txt,md "cold rent"', { filters: { types: ['markdown'] } });
  expect(combined.names).toEqual(['lease.md']);
  const newest = await search('ext:txt', { limit: 1 });
  expect([newest.names, newest.total, newest.nextCursor === null]).toEqual([['voice.txt'], 10, false]);
  const { results } = await search('invoicin*', { mode: 'words' });
  const passage = results[0]?.passages[0];
  expect(passage?.highlights.map(([from, to]) => passage.text.slice(from, to))).toEqual(['Invoicing']);
});

it('answers any text, and says which values it passed over', { timeout: 120_000 }, async () => {
  const search = await openLibrary();
  expect((await search('rent size:huge date:someday folder:')).problems).toEqual([
    { kind: 'invalidSize', text: 'huge', start: 10, end: 14 },
    { kind: 'invalidDate', text: 'someday', start: 20, end: 27 },
    { kind: 'missingValue', text: 'folder:', start: 28, end: 35 },
  ]);
  expect((await search('cold rent')).problems).toEqual([]);
  const unquoted = await search('"rent cold and wet" lease', { mode: 'words' });
  expect(unquoted.names).toContain('lease.md');
  expect(unquoted.problems).toEqual([{ kind: 'quotesIgnored', text: '"rent cold and wet"', start: 0, end: 19 }]);
  expect((await search('+"rent cold and wet" lease')).names).toEqual([]);
  expect((await search('"cold rent" lease')).problems).toEqual([]);
  const many = Array.from({ length: 70 }, (_, i) => `+word${i}`).join(' ');
  expect((await search(many)).problems).toHaveLength(6);
  const garbage = [
    '',
    ' ',
    '""',
    '(((',
    ')) OR (',
    '-',
    '+ - !',
    '-- --help',
    'OR',
    '(NOT)',
    '*',
    '**a**',
    '"',
    '-"',
    '+"???"',
    "+o'clock*",
    '+100%',
    '"50%_*"',
  ];
  garbage.push(
    'type:',
    'name:***',
    'name:(',
    'folder:/',
    'folder:~',
    'path:\\',
    'tag:#',
    'ext:.',
    'lang:"%"',
    'size:..',
    'name:\'"',
    '-name:*',
    '🙂 -🙂 +🙂*',
    '\u0000 +\u0000',
  );
  garbage.push(
    'type:a,'.repeat(500),
    '(a OR '.repeat(600),
    '-'.repeat(4_000),
    `name:${'*a'.repeat(1_900)}b`,
    '+e* '.repeat(500),
    '"'.repeat(3_999),
  );
  for (const query of garbage) await expect.soft(search(query), query.slice(0, 40)).resolves.toMatchObject({ query });
});
