import { TextLayer, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist';
import type { PageMap } from '#contract';
import type { Range as TextRange } from '../../../text/pieces.ts';
import { indexText, markText, toDomRange, unmark, type Marks } from '../marks.ts';
import { itemsOfRanges } from './text-items.ts';

/** Beyond it browsers draw nothing at all, and much memory is gone. */
const MAX_CANVAS_PIXELS = 16_000_000;

/** One page: its place among the others, and, while it is near, what is drawn on it. */
export type PageSheet = {
  readonly element: HTMLElement;
  /** Draws the page at a scale (1: a point is a pixel), unless it is drawn so already. Rejects with pdf.js's errors. */
  draw(scale: number): Promise<void>;
  /** Takes away what is drawn; the place stays. */
  clear(): void;
  /** Marks the passage and its words, once the page is drawn, too. */
  mark(marks: Marks): void;
  /** Where ranges of the document's text are drawn; nothing while the page is not. */
  rangesOf(ranges: readonly TextRange[]): Range[];
  /** Sets the place's size to that of the page at a scale, or of `like` where this page's own is not known yet. */
  resize(scale: number, like: PageSize): void;
};

export type PageSize = { readonly width: number; readonly height: number };

export type PageSheetOptions = {
  readonly document: PDFDocumentProxy;
  readonly pageNumber: number;
  readonly label: string;
  readonly mapOf: (page: number) => Promise<PageMap | undefined>;
};

type Drawing = { readonly scale: number; readonly done: Promise<void>; stop(): void };
type TextOnPage = { readonly layer: TextLayer; readonly map: PageMap };

export function createPageSheet({ document: pdf, pageNumber, label, mapOf }: PageSheetOptions): PageSheet {
  const element = document.createElement('div');
  element.className = 'pdf-page';
  element.dataset['page'] = String(pageNumber);
  element.role = 'group';
  element.ariaLabel = label;
  let own: PageSize | null = null;
  let drawing: Drawing | null = null;
  let text: TextOnPage | null = null;
  let marks: Marks = { passage: null, highlights: [] };

  function resize(scale: number, like: PageSize): void {
    const { width, height } = own ?? like;
    element.style.setProperty('--total-scale-factor', String(scale));
    element.style.inlineSize = `${Math.floor(width * scale)}px`;
    element.style.blockSize = `${Math.floor(height * scale)}px`;
  }

  function start(scale: number): Drawing {
    const stopped = new AbortController();
    let task: RenderTask | null = null;
    async function run(): Promise<void> {
      const page = await pdf.getPage(pageNumber);
      const natural = page.getViewport({ scale: 1 });
      own = { width: natural.width, height: natural.height };
      resize(scale, own);
      const viewport = page.getViewport({ scale });
      const [content, map] = await Promise.all([page.getTextContent({ disableNormalization: true }), mapOf(pageNumber)]);
      if (stopped.signal.aborted) return;
      const canvas = createCanvas(viewport);
      const container = document.createElement('div');
      container.className = 'textLayer';
      const layer = new TextLayer({ textContentSource: content, container, viewport });
      await layer.render();
      if (stopped.signal.aborted) return;
      element.replaceChildren(canvas.element, container);
      text = map === undefined ? null : { layer, map };
      markPage();
      const { ratio } = canvas;
      task = page.render({ canvas: canvas.element, viewport, ...(ratio === 1 ? {} : { transform: [ratio, 0, 0, ratio, 0, 0] }) });
      await task.promise.catch((error: unknown) => {
        if (!stopped.signal.aborted) throw error;
      });
      element.dataset['drawn'] = '';
    }
    const stop = (): void => {
      stopped.abort();
      task?.cancel();
    };
    return { scale, done: run(), stop };
  }

  function markPage(): void {
    if (text === null) return;
    const { layer, map } = text;
    for (const div of layer.textDivs) unmark(div);
    if (marks.passage === null) return;
    for (const { itemIndex, start: from } of itemsOfRanges(map, layer.textContentItemsStr, [marks.passage])) {
      const div = layer.textDivs[itemIndex];
      if (div !== undefined) markText(div, from, marks);
    }
  }

  return {
    element,
    resize,
    draw(scale) {
      if (drawing?.scale !== scale) {
        drawing?.stop();
        drawing = start(scale);
      }
      return drawing.done;
    },
    clear() {
      drawing?.stop();
      drawing = null;
      text = null;
      element.replaceChildren();
      delete element.dataset['drawn'];
    },
    mark(wanted) {
      marks = wanted;
      markPage();
    },
    rangesOf(ranges) {
      if (text === null) return [];
      const { layer, map } = text;
      return ranges.flatMap((range) =>
        itemsOfRanges(map, layer.textContentItemsStr, [range]).flatMap(({ itemIndex, start: from }) => {
          const div = layer.textDivs[itemIndex];
          const length = layer.textContentItemsStr[itemIndex]?.length ?? 0;
          if (div === undefined) return [];
          const inside: TextRange = [Math.max(0, range[0] - from), Math.min(length, range[1] - from)];
          return toDomRange(indexText(div), inside) ?? [];
        }),
      );
    },
  };
}

function createCanvas({ width, height }: PageSize): { readonly element: HTMLCanvasElement; readonly ratio: number } {
  const ratio = Math.min(window.devicePixelRatio, Math.sqrt(MAX_CANVAS_PIXELS / (width * height)));
  const element = document.createElement('canvas');
  element.width = Math.floor(width * ratio);
  element.height = Math.floor(height * ratio);
  return { element, ratio };
}
