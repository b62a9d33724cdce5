import { XML } from './archive.ts';

const COLOURS: readonly (readonly [string, string])[] = [
  ['dk1', '1F2328'],
  ['lt1', 'FFFFFF'],
  ['dk2', '33443F'],
  ['lt2', 'F4F2EC'],
  ['accent1', '1F7A72'],
  ['accent2', '8A6D2F'],
  ['accent3', '4B6A9B'],
  ['accent4', '8C4A4A'],
  ['accent5', '5F7F4A'],
  ['accent6', '6B5B7B'],
  ['hlink', '1F7A72'],
  ['folHlink', '6B5B7B'],
];

const colours = COLOURS.map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`).join('');
const font = (name: string): string =>
  `<a:${name}><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:${name}>`;
const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
const line = `<a:ln w="6350">${fill}</a:ln>`;
const effect = '<a:effectStyle><a:effectLst/></a:effectStyle>';

/** The plainest theme that presentation programs accept: they ask for three of each kind of format. */
export const THEME = `${XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Plain"><a:themeElements><a:clrScheme name="Plain">${colours}</a:clrScheme><a:fontScheme name="Plain">${font('majorFont')}${font('minorFont')}</a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${line.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
