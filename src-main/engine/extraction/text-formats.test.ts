import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Anchor } from '#contract';
import { documentTypeOf, extract, type ExtractionResult } from './formats.ts';

const FIXTURES = `
  mail/ru.eml mail/fa.eml mail/zh.eml mail/no-charset.eml
  notebook/harvest.ipynb
  subtitles/en.srt subtitles/ru.srt subtitles/fa.vtt subtitles/zh.ass
  delimited/en.csv delimited/ru.csv delimited/fa.csv delimited/zh.tsv delimited/no-header.csv
  data/en.json data/ru.jsonl data/fa.xml data/broken.xml data/zh.yaml
  code/store.py code/Makefile code/widgets.min.coffee code/server.log
  outline/ru.org outline/en.rst outline/zh.adoc
`
  .trim()
  .split(/\s+/);

function read(name: string, bytes: Uint8Array | string, maxTextChars = 20_000_000): Promise<ExtractionResult> {
  return extract(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { ...documentTypeOf(name), path: name, maxTextChars });
}

async function readFixture(name: string): Promise<unknown> {
  const outcome = await read(name, readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
  if (outcome.kind !== 'extracted') return outcome;
  const { text, blocks, title, createdAt, tags } = outcome.document;
  return {
    facts: { title, createdAt, tags, partial: outcome.partial, encoding: outcome.encoding },
    blocks: blocks.map(({ kind, span, headingPath, anchor }) =>
      [kind, placeOf(anchor), headingPath.join(' > '), text.slice(span.start, span.end)].join(' ~ '),
    ),
  };
}

function placeOf(anchor: Anchor | null): string {
  if (anchor === null) return '';
  const { kind, ...place } = anchor;
  return `${kind} ${Object.values(place).join('-')}`;
}

describe('documentTypeOf', () => {
  it.each([
    ['/a/letter.eml', 'mail'],
    ['/a/Study.ipynb', 'notebook'],
    ['/a/film.SRT', 'subtitles'],
    ['/a/prices.csv', 'table'],
    ['/a/feed.xml', 'data'],
    ['/a/compose.yml', 'data'],
    ['/a/diary.org', 'text'],
    ['/a/server.log', 'text'],
    ['/a/main.rs', 'code'],
    ['/a/Dockerfile', 'code'],
    ['/a/CMakeLists.txt', 'code'],
  ])('%s is %s', (path, type) => {
    expect(documentTypeOf(path)).toEqual({ type, isReadable: true });
  });

  it('takes the extensions of the user as text, but not for what is known', () => {
    const own = new Set(['.nfo', '.py']);
    expect(documentTypeOf('/a/Release.NFO', own)).toEqual({ type: 'text', isReadable: true });
    expect(documentTypeOf('/a/x.py', own)).toEqual({ type: 'code', isReadable: true });
    expect(documentTypeOf('/a/x.nfo')).toEqual({ type: 'other', isReadable: false });
  });
});

describe('extract', () => {
  it.each(FIXTURES)('reads %s', async (name) => {
    await expect(readFixture(name)).resolves.toMatchSnapshot();
  });

  it.each(['a.eml', 'a.ipynb', 'a.srt', 'a.csv', 'a.json', 'a.xml', 'a.yaml', 'a.py', 'a.log', 'a.org'])(
    'fails %s as no text where its bytes are none',
    async (name) => {
      const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256));
      await expect(read(name, noise)).resolves.toEqual({ kind: 'failed', reason: 'notText' });
    },
  );

  it('names an attachment that lies too deep, and says that it was not read', async () => {
    let message = 'From: a@example.org\nSubject: innermost\n\ninnermost words\n';
    for (let depth = 0; depth < 6; depth++) {
      message = `From: a@example.org\nSubject: ${depth}\nContent-Type: multipart/mixed; boundary=b${depth}

--b${depth}

words of ${depth}
--b${depth}
Content-Disposition: attachment; filename=inner.eml
Content-Transfer-Encoding: base64

${Buffer.from(message).toString('base64')}
--b${depth}--
`;
    }
    const outcome = await read('a.eml', message);
    if (outcome.kind !== 'extracted') throw new Error(outcome.reason);
    expect(outcome.partial).toBe('partsUnreadable');
    const { text } = outcome.document;
    expect([5, 4, 3, 2, 1].map((depth) => text.includes(`words of ${depth}`))).toEqual([true, true, true, true, false]);
  });

  it('survives what no person writes', async () => {
    const hostile: [string, string][] = [
      ['json', `${'['.repeat(100_000)}"deep"${']'.repeat(100_000)}`],
      ['json', `${'{"a":'.repeat(100_000)}"deep"${'}'.repeat(100_000)}`],
      ['json', `/* a deep old wood */${'"\\'.repeat(100_000)}`],
      ['jsonl', `${'{"a":'.repeat(10_000)}\n"deep"\n{]`],
      ['csv', `deep,${'x,'.repeat(1_000_000)}\n${'1,'.repeat(1_000_000)}`],
      ['csv', `deep,"b\n${'c,d\n'.repeat(100_000)}`],
      ['csv', `deep,x\n${'"x"y,"z\n'.repeat(50_000)}`],
      ['xml', `<a>${'<b x="word">'.repeat(50_000)}deep`],
      ['xml', `${'<a>t '.repeat(5_000)}deep${'</a>'.repeat(5_000)}`],
      ['xml', `<a>deep ${'&'.repeat(100_000)}${'<![CDATA['.repeat(50_000)}`],
      ['xml', `${'<!--'.repeat(50_000)}</a>${'<'.repeat(50_000)} deep`],
      ['xml', `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(1000)}">]><l>&b; deep</l>`],
      ['eml', `From: deep@example.org\n${'Content-Type: message/rfc822\n\nFrom: a@example.org\n'.repeat(200)}\ndeep`],
      ['eml', `From: a@example.org\nSubject: ${'=?utf-8?q?a'.repeat(5_000)}\n\ndeep`],
      ['eml', `From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n${'--x\n\ndeep\n'.repeat(1_000)}`],
      ['ipynb', '{"nbformat":4,"cells":[1,null,{"cell_type":{}},{"cell_type":"code","source":[1]},{"source":"deep"}]}'],
      ['srt', `${'-->\n'.repeat(50_000)}deep`],
      ['srt', `${'00:00:01,000 --> 00:00:02,000\n'.repeat(20_000)}deep`],
      ['vtt', `WEBVTT\n\n00:01.000 --> 00:02.000\ndeep ${'<v.'.repeat(50_000)}`],
      ['js', `/* a deep old wood */${'"a\\'.repeat(100_000)}`],
      ['py', `deep${'\n'.repeat(500_000)}x${'\t'.repeat(100_000)}y`],
      ['log', `deep${'\u001b['.repeat(100_000)}`],
      ['org', `deep ${'[['.repeat(50_000)}\n${'*'.repeat(50_000)} x\n${'#+begin_src\n'.repeat(1_000)}`],
      ['rst', `deep\n${'='.repeat(100_000)}\n${'`'.repeat(100_000)}\n${':a:`'.repeat(50_000)}`],
      ['adoc', `deep ${'<<'.repeat(50_000)}\n${'link:'.repeat(50_000)}\n|===\n${'|'.repeat(100_000)}`],
    ];
    for (const [index, [extension, source]] of hostile.entries()) {
      const outcome = await read(`a.${extension}`, source);
      expect([index, outcome.kind === 'extracted' && outcome.document.text.includes('deep')]).toEqual([index, true]);
    }
  }, 120_000);

  it('expands no entity of a document', async () => {
    const outcome = await read('a.xml', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>before &e; after</a>');
    expect(outcome).toMatchObject({ kind: 'extracted', document: { text: 'before &e; after' } });
  });
});
