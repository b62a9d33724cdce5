import { escapeXml } from './archive.ts';
import { isRightToLeft, type Block, type Run, type Source } from './read-source.ts';

/** Prints a page of HTML to a PDF. */
export type Print = (html: string) => Promise<Uint8Array>;

const STYLE = `
  @page { size: A4; margin: 24mm 22mm; }
  body { font: 11pt/1.55 'Noto Sans', 'Noto Sans CJK SC', sans-serif; }
  :lang(fa) { font: 13pt/1.8 'Noto Naskh Arabic', serif; }
  :lang(zh) { font: 11pt/1.7 'Noto Sans CJK SC', sans-serif; }
  h1 { font-size: 1.7em; } h2 { font-size: 1.25em; margin-block-start: 1.6em; }
  table { border-collapse: collapse; inline-size: 100%; }
  th, td { padding: 4pt 6pt; border-block-end: 0.5pt solid #999; text-align: start; vertical-align: top; }
  .break { break-before: page; }`;

/** A PDF with a text layer, its dates those of the source instead of those of the printing. */
export async function printPdf({ facts, blocks }: Source, print: Print): Promise<Uint8Array> {
  const { title, author, created, modified = created, language } = facts;
  const html = `<!doctype html><html lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}"><meta charset="utf-8"><title>${escapeXml(title)}</title><meta name="author" content="${escapeXml(author)}"><style>${STYLE}</style>${blocks.map(blockHtml).join('\n')}`;
  const pdf = Buffer.from(await print(html)).toString('latin1');
  const dated = setDate(setDate(pdf, 'CreationDate', created), 'ModDate', modified);
  return Buffer.from(dated, 'latin1');
}

/** In the same number of bytes, as a PDF tells by bytes where its parts begin. */
function setDate(pdf: string, name: string, day: string): string {
  const stamp = `D:${day.replaceAll('-', '')}120000+00'00'`;
  return pdf.replace(new RegExp(`/${name} \\((D:[^)]*)\\)`), (_, old: string) => {
    if (old.length !== stamp.length) throw new Error(`a date of ${old.length} bytes cannot be replaced`);
    return `/${name} (${stamp})`;
  });
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${inline(block.runs)}</h${block.level}>`;
    case 'paragraph':
    case 'quote':
      return `<p>${inline(block.runs)}</p>`;
    case 'list':
      return `<ul>${block.lines.map((line) => `<li>${inline(line)}</li>`).join('')}</ul>`;
    case 'pageBreak':
      return '<div class="break"></div>';
    case 'table': {
      const [head = [], ...rows] = block.rows;
      const row = (cells: readonly (readonly Run[])[], name: string): string =>
        `<tr>${cells.map((cell) => `<${name}>${inline(cell)}</${name}>`).join('')}</tr>`;
      return `<table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
    }
  }
}

function inline(runs: readonly Run[]): string {
  return runs.map(({ text, isBold }) => (isBold ? `<b>${escapeXml(text)}</b>` : escapeXml(text))).join('');
}
