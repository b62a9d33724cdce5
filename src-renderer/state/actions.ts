import type { App } from './app.ts';
import type { Row } from './rows.ts';

/** Opens a row: its passage in the reader, or the document's other passages in the list. */
export function openRow({ search, reader }: App, row: Row): void {
  search.select(row);
  if (row.kind === 'toggle') search.toggleExpanded(row.result.documentId);
  else void reader.open(row.result, row.passage);
}

/** One step back: from the library to the search, from the reader to the list, from a query to none. */
export function stepBack({ frame, reader, search }: App): void {
  if (frame.view !== 'search') return frame.show('search');
  if (reader.isOpen) {
    reader.close();
    void frame.focusSearch();
  } else if (search.query !== '') search.type('');
  else frame.blurSearch();
}

const ROWS_PER_PAGE = 5;

/** Answers the page's keys; prevents the browser's own action for those it takes. */
export function pressKey(app: App, event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  const action = actionFor(app, event);
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function actionFor(app: App, event: KeyboardEvent): (() => void) | undefined {
  const { search, reader, frame } = app;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const hasCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (event.key.toLowerCase() === 'k' && hasCommand) return () => void frame.focusSearch();
  if (event.key === ',' && hasCommand) return () => frame.show('settings');
  if (!isPlain) return undefined;
  if (event.key === 'Escape') return () => stepBack(app);
  if (event.key === 'F4' && reader.isOpen) return () => void reader.goBy(event.shiftKey ? -1 : 1);
  if (event.shiftKey) return undefined;
  if (event.key === '/' && !isEditable(event.target)) return () => void frame.focusSearch();
  return frame.view === 'search' && belongsToList(event.target) ? listAction(app, event.key) : undefined;

  function listAction(of: App, key: string): (() => void) | undefined {
    const row = search.selectedRow;
    if (key === 'ArrowDown') return () => search.move(1);
    if (key === 'ArrowUp') return () => search.move(-1);
    if (key === 'PageDown') return () => search.move(ROWS_PER_PAGE);
    if (key === 'PageUp') return () => search.move(-ROWS_PER_PAGE);
    return key === 'Enter' && row !== undefined ? () => openRow(of, row) : undefined;
  }
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

/** Keys move through the list from the search field and from where nothing has the focus. */
function belongsToList(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.matches('[role="combobox"]'));
}
