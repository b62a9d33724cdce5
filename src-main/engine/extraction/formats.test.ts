import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { documentTypeOf, extract, EXTRACTOR_VERSION } from './formats.ts';
import { PDF_EXTRACTOR_VERSION } from './pdf/extract-pdf.ts';

const MAX_TEXT_CHARS = 20_000_000;

function read(bytes: Uint8Array | string, type: string, maxTextChars = MAX_TEXT_CHARS): Promise<ExtractionOutcome> {
  return extract(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { type, path: '', maxTextChars });
}

async function readFixture(name: string): Promise<unknown> {
  const outcome = await read(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)), documentTypeOf(name).type);
  if (outcome.kind !== 'extracted') return outcome;
  const { text, blocks, pages: _, ...facts } = outcome.document;
  return {
    ...facts,
    blocks: blocks.map(({ kind, span, headingPath }) => [kind, headingPath.join(' > '), text.slice(span.start, span.end)]),
  };
}

describe('documentTypeOf', () => {
  it.each([
    ['/a/Report.PDF', 'pdf'],
    ['/a/note.md', 'markdown'],
    ['/a/page.Xhtml', 'html'],
    ['/a/syslog.log', 'text'],
    ['/a/README', 'text'],
    ['/a/photo.jpg', 'other'],
    ['/a/.md', 'other'],
    ['/a/binary', 'other'],
  ])('%s is %s', (path, type) => {
    expect(documentTypeOf(path)).toEqual({ type, isReadable: type !== 'other' });
  });
});

describe('extract', () => {
  it.each(['markdown/en.md', 'markdown/fa.md', 'markdown/ru.md', 'markdown/zh.md'])('reads %s', async (name) => {
    await expect(readFixture(name)).resolves.toMatchSnapshot();
  });

  it.each(['html/en.html', 'html/fa.html', 'html/ru.html', 'html/zh.html'])('reads %s', async (name) => {
    await expect(readFixture(name)).resolves.toMatchSnapshot();
  });

  it.each(['text/en.txt', 'text/fa.txt', 'text/ru.txt', 'text/zh.txt'])('reads %s', async (name) => {
    await expect(readFixture(name)).resolves.toMatchSnapshot();
  });

  it('says why there is nothing to read', async () => {
    await expect(read('', 'text')).resolves.toEqual({ kind: 'skipped', reason: 'empty' });
    await expect(read(' \n\t\u00a0', 'text')).resolves.toEqual({ kind: 'skipped', reason: 'noText' });
    await expect(read('<script>1</script>', 'html')).resolves.toEqual({ kind: 'skipped', reason: 'noText' });
    await expect(read(Buffer.from([0, 1, 2, 0, 3, 255, 0, 7, 9, 0]), 'text')).resolves.toEqual({
      kind: 'failed',
      reason: 'notText',
    });
    await expect(read('x', 'other')).resolves.toEqual({ kind: 'skipped', reason: 'unsupportedType' });
  });

  it('cuts a text that is too long, and says so', async () => {
    const outcome = await read('one two\n\nthree 😀😀', 'text', 16);
    expect(outcome).toMatchObject({ kind: 'extracted', partial: 'textLimitReached', document: { text: 'one two\n\nthree' } });
  });

  it('reads a page that is all navigation', async () => {
    const outcome = await read('<nav><a href=x>Chapter one</a></nav>', 'html');
    expect(outcome).toMatchObject({ kind: 'extracted', document: { text: 'Chapter one' } });
  });

  it('survives what no person writes', async () => {
    const hostile: [string, string][] = [
      ['html', `${'<div>'.repeat(100_000)}deep`],
      ['html', `${'<table><tr><td>'.repeat(5_000)}deep`],
      ['markdown', `${'>'.repeat(100_000)} deep`],
      ['markdown', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth * 2)}- deep`).join('\n')],
      ['markdown', `${'['.repeat(50_000)}deep`],
      ['markdown', `${'[[a|'.repeat(20_000)}deep`],
      ['markdown', `${'#'.repeat(50_000)} deep ${'==a'.repeat(20_000)}`],
      ['markdown', `---\na: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a,*a,*a]`).join('\n')}\n---\ndeep`],
      ['markdown', `---\n${'['.repeat(30_000)}\n---\ndeep`],
      ['text', `deep${'\n \t'.repeat(200_000)}`],
    ];
    for (const [index, [type, source]] of hostile.entries()) {
      const outcome = await read(source, type);
      expect([index, outcome.kind === 'extracted' && outcome.document.text.includes('deep')]).toEqual([index, true]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }, 120_000);

  it('has a version that stands for those of all its parts', () => {
    // Raise EXTRACTOR_VERSION together with the PDF extractor's, then change this line.
    expect([PDF_EXTRACTOR_VERSION, EXTRACTOR_VERSION]).toEqual(['pdf-2', 4]);
  });
});
