import type { PageMap } from '#contract';
import type { Range as TextRange } from '../../../text/pieces.ts';
import { bringIntoView, clearFound, drawFound, topOf, type FoundMarks, type Marks } from '../marks.ts';
import { openPdf } from './open-pdf.ts';
import { createPageSheet, type PageSheet } from './page-sheet.ts';

/** `width`: as wide as the pane; else a factor, 1 being the size on paper. */
export type Zoom = 'width' | number;

export type PdfPagesOptions = {
  readonly scroller: HTMLElement;
  readonly address: string;
  readonly pageMaps: (pages: readonly number[]) => Promise<readonly PageMap[]>;
  readonly labelOf: (page: number) => string;
  /** Called with the page in the middle of the view, from 1. */
  readonly onPage: (page: number) => void;
  /** Called with the size that pages are drawn in, 1 being that on paper. */
  readonly onSize: (size: number) => void;
  /** Called where a page cannot be drawn. */
  readonly onFailure: () => void;
  /** Called with whether a place that was to be revealed is marked on its page, once that is drawn. */
  readonly onReveal: (isMarked: boolean) => void;
};

export type PdfPages = {
  readonly pageCount: number;
  show(marks: Marks, found: FoundMarks): void;
  /** Brings a range of the document's text into view, on the page that it lies on. */
  reveal(page: number, range: TextRange | null): Promise<void>;
  zoom(zoom: Zoom): void;
  /** How far below the beginning of the pages a place lies, `share` (0 to 1) down its page; null where there is no such page. */
  topOf(page: number, share: number): number | null;
  close(): Promise<void>;
};

/** A point is 1/72 inch, a pixel of the page 1/96. */
const PIXELS_PER_POINT = 96 / 72;
/** Pages this near to what is seen are drawn; the others are empty places. */
const NEAR = '60% 0px';

/** Draws a PDF into a scroller: pages below each other, those near the view alone. Rejects with pdf.js's errors. */
export async function createPdfPages(options: PdfPagesOptions): Promise<PdfPages> {
  const { scroller } = options;
  const pdf = await openPdf(options.address);
  const first = (await pdf.document.getPage(1)).getViewport({ scale: 1 });
  const sheets = Array.from({ length: pdf.document.numPages }, (_, index) => createSheet(index + 1));
  const list = document.createElement('div');
  list.className = 'pdf-pages';
  list.append(...sheets.map((sheet) => sheet.element));
  scroller.replaceChildren(list);
  const near = new Set<number>();
  let zoom: Zoom = 'width';
  let scale = 0;
  let found: FoundMarks = { found: [], current: undefined };
  let isClosed = false;

  function createSheet(pageNumber: number): PageSheet {
    const mapOf = async (page: number): Promise<PageMap | undefined> => (await options.pageMaps([page]))[0];
    return createPageSheet({ document: pdf.document, pageNumber, label: options.labelOf(pageNumber), mapOf });
  }

  function wantedScale(): number {
    if (zoom !== 'width') return zoom * PIXELS_PER_POINT;
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(list);
    const room = scroller.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
    return Math.max(0.2, room / first.width);
  }

  function layOut(): void {
    const next = wantedScale();
    if (next === scale) return;
    const position = scroller.scrollTop / Math.max(1, scroller.scrollHeight);
    scale = next;
    for (const sheet of sheets) sheet.resize(scale, first);
    scroller.scrollTop = position * scroller.scrollHeight;
    options.onSize(scale / PIXELS_PER_POINT);
    for (const page of near) void draw(page);
  }

  async function draw(page: number): Promise<void> {
    try {
      await sheets[page - 1]?.draw(scale);
      if (!isClosed) showFound();
    } catch {
      // Whatever it is that pdf.js cannot draw: the text of the document can still be read.
      if (!isClosed) options.onFailure();
    }
  }

  function showFound(): void {
    const drawn = [...near].flatMap((page) => sheets[page - 1] ?? []);
    const { current } = found;
    drawFound(
      drawn.flatMap((sheet) => sheet.rangesOf(found.found)),
      current === undefined ? [] : drawn.flatMap((sheet) => sheet.rangesOf([current])),
    );
  }

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = sheets.findIndex((sheet) => sheet.element === target) + 1;
        if (isIntersecting) near.add(page);
        else if (near.delete(page)) sheets[page - 1]?.clear();
        if (isIntersecting && scale > 0) void draw(page);
      }
    },
    { root: scroller, rootMargin: NEAR },
  );
  for (const { element } of sheets) watch.observe(element);

  const tellPage = (): void => {
    const frame = scroller.getBoundingClientRect();
    const middle = document.elementFromPoint(frame.left + frame.width / 2, frame.top + frame.height / 2);
    const page = middle?.closest<HTMLElement>('.pdf-page')?.dataset['page'];
    if (page !== undefined) options.onPage(Number(page));
  };
  scroller.addEventListener('scroll', tellPage, { passive: true });
  const resized = new ResizeObserver(() => layOut());
  resized.observe(scroller);
  layOut();

  return {
    pageCount: sheets.length,
    show(marks, wanted) {
      found = wanted;
      for (const sheet of sheets) sheet.mark(marks);
      showFound();
    },
    async reveal(page, range) {
      const sheet = sheets[page - 1];
      if (sheet === undefined) return;
      near.add(page);
      if (range === null || sheet.rangesOf([range]).length === 0) sheet.element.scrollIntoView({ block: 'start' });
      options.onPage(page);
      if (range === null) return;
      let place: Range | undefined;
      // A drawing that another size has overtaken ends early, without its text.
      for (let tries = 0; tries < 3 && place === undefined && !isClosed; tries += 1) {
        await draw(page);
        place = sheet.rangesOf([range])[0];
      }
      if (isClosed) return;
      if (place !== undefined) bringIntoView(scroller, place);
      options.onReveal(place !== undefined);
    },
    zoom(wanted) {
      zoom = wanted;
      layOut();
    },
    topOf(page, share) {
      const element = sheets[page - 1]?.element;
      return element === undefined ? null : topOf(scroller, element) + share * element.offsetHeight;
    },
    async close() {
      isClosed = true;
      watch.disconnect();
      resized.disconnect();
      scroller.removeEventListener('scroll', tellPage);
      clearFound();
      for (const sheet of sheets) sheet.clear();
      list.remove();
      await pdf.close();
    },
  };
}
