import { escapeXml, pack, XML } from './archive.ts';
import { packageParts, RELATIONSHIPS, relationships } from './ooxml.ts';
import { textOf, type Block, type Run, type Source } from './read-source.ts';
import { THEME } from './theme.ts';

const SLIDES = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.presentationml';
const NAMESPACES = `xmlns:p="${SLIDES}" xmlns:a="${DRAWING}" xmlns:r="${RELATIONSHIPS}"`;
const GROUP =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>';
const COLOURS =
  'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"';

type Slide = { readonly title: string; readonly lines: readonly (readonly Run[])[]; readonly notes: string };

/** A presentation; each heading of the first level begins a slide, a quote is what its speaker says. */
export function writePptx({ facts, blocks }: Source): Uint8Array {
  const slides = slidesOf(blocks);
  const numbers = slides.map((_, index) => index + 1);
  const each = (write: (number: number, slide: Slide) => [string, string][]): Record<string, string> =>
    Object.fromEntries(slides.flatMap((slide, index) => write(index + 1, slide)));
  const types = (name: string, part: string): Record<string, string> =>
    Object.fromEntries(numbers.map((number) => [`ppt/${part}${number}.xml`, `${TYPE}.${name}+xml`]));
  return pack({
    ...packageParts('ppt/presentation.xml', facts, {
      'ppt/presentation.xml': `${TYPE}.presentation.main+xml`,
      'ppt/slideMasters/slideMaster1.xml': `${TYPE}.slideMaster+xml`,
      'ppt/slideLayouts/slideLayout1.xml': `${TYPE}.slideLayout+xml`,
      'ppt/notesMasters/notesMaster1.xml': `${TYPE}.notesMaster+xml`,
      'ppt/theme/theme1.xml': 'application/vnd.openxmlformats-officedocument.theme+xml',
      'ppt/theme/theme2.xml': 'application/vnd.openxmlformats-officedocument.theme+xml',
      ...types('slide', 'slides/slide'),
      ...types('notesSlide', 'notesSlides/notesSlide'),
    }),
    'ppt/presentation.xml': `${XML}<p:presentation ${NAMESPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="master"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="notes"/></p:notesMasterIdLst><p:sldIdLst>${numbers.map((number) => `<p:sldId id="${255 + number}" r:id="slide${number}"/>`).join('')}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships([
      ['master', 'slideMaster', 'slideMasters/slideMaster1.xml'],
      ['notes', 'notesMaster', 'notesMasters/notesMaster1.xml'],
      ['theme', 'theme', 'theme/theme1.xml'],
      ...numbers.map((number): [string, string, string] => [`slide${number}`, 'slide', `slides/slide${number}.xml`]),
    ]),
    'ppt/slideMasters/slideMaster1.xml': `${XML}<p:sldMaster ${NAMESPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>${GROUP}${shape({ id: 2, kind: 'title', place: place(0) })}${shape({ id: 3, kind: 'body', place: place(1) })}</p:spTree></p:cSld><p:clrMap ${COLOURS}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="layout"/></p:sldLayoutIdLst></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relationships([
      ['layout', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['theme', 'theme', '../theme/theme1.xml'],
    ]),
    'ppt/slideLayouts/slideLayout1.xml': `${XML}<p:sldLayout ${NAMESPACES} type="obj"><p:cSld name="Title and content"><p:spTree>${GROUP}${shape({ id: 2, kind: 'title' })}${shape({ id: 3, kind: 'body' })}</p:spTree></p:cSld></p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relationships([
      ['master', 'slideMaster', '../slideMasters/slideMaster1.xml'],
    ]),
    'ppt/notesMasters/notesMaster1.xml': `${XML}<p:notesMaster ${NAMESPACES}><p:cSld><p:spTree>${GROUP}${shape({ id: 2, kind: 'body', place: place(1) })}</p:spTree></p:cSld><p:clrMap ${COLOURS}/></p:notesMaster>`,
    'ppt/notesMasters/_rels/notesMaster1.xml.rels': relationships([['theme', 'theme', '../theme/theme2.xml']]),
    'ppt/theme/theme1.xml': THEME,
    'ppt/theme/theme2.xml': THEME,
    ...each((number, slide) => slideParts(number, slide)),
  });
}

function slideParts(number: number, { title, lines, notes }: Slide): [string, string][] {
  const heading: Run[] = [{ text: title, isBold: false }];
  const spoken: Run[] = [{ text: notes, isBold: false }];
  return [
    [
      `ppt/slides/slide${number}.xml`,
      `${XML}<p:sld ${NAMESPACES}><p:cSld><p:spTree>${GROUP}${shape({ id: 2, kind: 'title', lines: [heading] })}${shape({ id: 3, kind: 'body', lines })}</p:spTree></p:cSld></p:sld>`,
    ],
    [
      `ppt/slides/_rels/slide${number}.xml.rels`,
      relationships([
        ['layout', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
        ['notes', 'notesSlide', `../notesSlides/notesSlide${number}.xml`],
      ]),
    ],
    [
      `ppt/notesSlides/notesSlide${number}.xml`,
      `${XML}<p:notes ${NAMESPACES}><p:cSld><p:spTree>${GROUP}${shape({ id: 2, kind: 'body', lines: [spoken] })}</p:spTree></p:cSld></p:notes>`,
    ],
    [
      `ppt/notesSlides/_rels/notesSlide${number}.xml.rels`,
      relationships([
        ['master', 'notesMaster', '../notesMasters/notesMaster1.xml'],
        ['slide', 'slide', `../slides/slide${number}.xml`],
      ]),
    ],
  ];
}

function slidesOf(blocks: readonly Block[]): Slide[] {
  const slides: { title: string; lines: (readonly Run[])[]; notes: string }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') slides.push({ title: textOf(block.runs), lines: [], notes: '' });
    const slide = slides.at(-1);
    if (slide === undefined) continue;
    if (block.kind === 'list') slide.lines.push(...block.lines);
    if (block.kind === 'paragraph') slide.lines.push(block.runs);
    if (block.kind === 'quote') slide.notes += textOf(block.runs);
  }
  return slides;
}

function place(row: 0 | 1): string {
  const [top, height] = row === 0 ? [365125, 1325563] : [1825625, 4351338];
  return `<a:xfrm><a:off x="838200" y="${top}"/><a:ext cx="10515600" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`;
}

type Shape = { id: number; kind: 'title' | 'body'; place?: string; lines?: readonly (readonly Run[])[] };

function shape({ id, kind, place: where = '', lines = [] }: Shape): string {
  const placeholder = kind === 'title' ? '<p:ph type="title"/>' : '<p:ph type="body" idx="1"/>';
  const paragraphs = lines.map((runs) => `<a:p><a:r><a:rPr lang="zh-CN"/><a:t>${escapeXml(textOf(runs))}</a:t></a:r></a:p>`);
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${kind}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:spPr>${where}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>${paragraphs.length === 0 ? '<a:p/>' : paragraphs.join('')}</p:txBody></p:sp>`;
}
