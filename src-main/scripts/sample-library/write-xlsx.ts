import { z } from 'zod';
import { escapeXml, pack, XML } from './archive.ts';
import { packageParts, RELATIONSHIPS, relationships } from './ooxml.ts';
import { facts } from './read-source.ts';

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const workbook = facts.extend({
  sheets: z.array(z.object({ name: z.string(), rows: z.array(z.array(z.union([z.string(), z.number()]))) })),
});

/** A workbook from its source in JSON; the first row of each sheet is in bold. */
export function writeXlsx(json: string): Uint8Array {
  const { sheets, ...about } = workbook.parse(JSON.parse(json));
  const names = sheets.map((_, index) => `xl/worksheets/sheet${index + 1}.xml`);
  return pack({
    ...packageParts('xl/workbook.xml', about, {
      'xl/workbook.xml': `${TYPE}.sheet.main+xml`,
      'xl/styles.xml': `${TYPE}.styles+xml`,
      ...Object.fromEntries(names.map((name) => [name, `${TYPE}.worksheet+xml`])),
    }),
    'xl/workbook.xml': `${XML}<workbook xmlns="${SHEET}" xmlns:r="${RELATIONSHIPS}"><sheets>${sheets.map(({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, index): [string, string, string] => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`]),
      [`rId${sheets.length + 1}`, 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `${XML}<styleSheet xmlns="${SHEET}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ...Object.fromEntries(sheets.map(({ rows }, index) => [names[index] ?? '', sheetXml(rows)])),
  });
}

function sheetXml(rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map((row, index) => {
    const cells = row.map((value, column) => {
      const place = `r="${String.fromCharCode(65 + column)}${index + 1}"${index === 0 ? ' s="1"' : ''}`;
      if (value === '') return '';
      if (typeof value === 'number') return `<c ${place}><v>${value}</v></c>`;
      return `<c ${place} t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;
    });
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  return `${XML}<worksheet xmlns="${SHEET}"><cols><col min="1" max="6" width="24" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}
