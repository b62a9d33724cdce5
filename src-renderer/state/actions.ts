import type { SearchResult } from '#contract';
import type { Place } from '../client/windows.ts';
import type { App } from './app.ts';
import { failureCode } from './failure.ts';
import { openedAsResult } from './opened-as-result.ts';
import type { Row } from './rows.ts';
import type { Suggestion } from './suggestions-state.svelte.ts';

/** Opens a row: its passage in the reader, or what the list does not show at first. */
export function openRow({ search, reader, personal }: App, row: Row): void {
  search.select(row);
  const { documentId } = row.result;
  if (row.kind === 'toggle') return search.toggleExpanded(documentId);
  if (row.kind === 'alike') return search.toggleSimilar(documentId);
  void reader.open(row.result, row.passage);
  void completeReader({ search, reader }, row.result);
  void personal.searched(search.query);
  void personal.opened(documentId);
}

/** Answers a press on a row: with Ctrl or Shift it chooses, else it opens. */
export function pressRow(
  app: App,
  row: Row,
  { ctrlKey, metaKey, shiftKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>,
): void {
  const { search } = app;
  if (ctrlKey || metaKey) {
    // The row that was active is what one goes on from.
    if (search.marked.ids.size === 0 && search.hasMoved && search.selectedRow !== undefined)
      search.marked.toggle(search.selectedRow.result.documentId);
    search.marked.toggle(row.result.documentId);
    search.select(row);
  } else if (shiftKey) {
    const from = search.selectedRow ?? row;
    search.select(row);
    search.extendFrom(from);
  } else {
    search.marked.clear();
    openRow(app, row);
  }
}

/** Does what a suggestion offers. */
export function choose(app: App, suggestion: Suggestion): void {
  const { search, suggestions } = app;
  switch (suggestion.kind) {
    case 'operator':
      return suggestions.complete(suggestion.operator);
    case 'saved':
      search.takeSaved(suggestion.saved);
      break;
    case 'past':
      search.type(suggestion.query);
      break;
    case 'recent':
      void app.reader.open(openedAsResult(suggestion.document), undefined);
      void app.personal.opened(suggestion.document.id);
      break;
  }
  suggestions.close();
}

/** Shows what another window found: its query, and the document at its passage. */
export function showPlace({ frame, search, reader }: App, { query, result, passageStart }: Place): void {
  frame.show('search');
  search.type(query);
  if (result === null) return;
  void reader.open(
    result,
    result.passages.find(({ start }) => start === passageStart),
  );
  void completeReader({ search, reader }, result, query);
}

/** Gives the reader the document's other passages; where they cannot be had, it has the one that was opened. */
async function completeReader(
  { search, reader }: Pick<App, 'search' | 'reader'>,
  result: SearchResult,
  query?: string,
): Promise<void> {
  try {
    const [whole = result] = await search.whole([result], query);
    reader.complete(whole);
  } catch (error) {
    failureCode(error);
    reader.complete(result);
  }
}

/** One step back: from the library to the search, from the reader to the list, from a choice and a query to none. */
export function stepBack({ frame, reader, search, suggestions, settings }: App): void {
  if (frame.view === 'settings' && settings.helpTopic !== null) {
    settings.helpTopic = null;
    return;
  }
  if (frame.view !== 'search') return frame.show('search');
  if (suggestions.place === 'field') suggestions.close();
  else if (reader.isOpen) {
    reader.close();
    void frame.focusSearch();
  } else if (search.marked.ids.size > 0) search.marked.clear();
  else if (search.query !== '') search.type('');
  else frame.blurSearch();
}

const ROWS_PER_PAGE = 5;

/** Answers the page's keys; prevents the browser's own action for those it takes. */
export function pressKey(app: App, event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented || isInDialog(event.target)) return;
  const action = actionFor(app, event);
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function actionFor(app: App, event: KeyboardEvent): (() => void) | undefined {
  const { search, reader, frame } = app;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const hasCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  if (key === 'k' && hasCommand && !event.shiftKey) return () => void frame.focusSearch();
  if (event.key === ',' && hasCommand) return () => frame.show('settings');
  const isInList = frame.view === 'search' && belongsToList(event.target);
  if (hasCommand && isInList) return commandFor(app, event, key);
  if (!isPlain) return undefined;
  if (event.key === 'Escape') return () => stepBack(app);
  if (event.key === 'F4' && reader.isOpen) return () => void reader.goBy(event.shiftKey ? -1 : 1);
  if (isInList && event.shiftKey && event.key === 'ArrowDown') return () => search.extendBy(1);
  if (isInList && event.shiftKey && event.key === 'ArrowUp') return () => search.extendBy(-1);
  if (event.shiftKey) return undefined;
  if (event.key === '/' && !isEditable(event.target)) return () => void frame.focusSearch();
  if (!isInList) return undefined;
  return suggestionKey(app, event) ?? listKey(app, event.key);
}

/** Keys with Ctrl or Command, where they go to the list. */
function commandFor({ search, chosen }: App, event: KeyboardEvent, key: string): (() => void) | undefined {
  const row = search.selectedRow;
  if (key === 'k' && event.shiftKey && row !== undefined) return () => openMenu(chosen, row);
  if (event.shiftKey) return undefined;
  if (key === 'home') return () => search.move(-Infinity);
  if (key === 'end') return () => search.move(Infinity);
  if (key === ' ' && row !== undefined) return () => search.marked.toggle(row.result.documentId);
  // The first press chooses the text of the field, as everywhere.
  if (key === 'a' && search.rows.length > 0 && isAllChosen(event.target)) return () => search.markAll();
  return undefined;
}

function openMenu(chosen: App['chosen'], row: Row): void {
  const box = document.getElementById(`row-${row.key}`)?.getBoundingClientRect();
  const isMirrored = document.documentElement.matches(':dir(rtl)');
  chosen.openMenu(box === undefined ? { x: 0, y: 0 } : { x: isMirrored ? box.right - 42 : box.left + 42, y: box.top + 28 });
}

function suggestionKey(app: App, event: KeyboardEvent): (() => void) | undefined {
  const { suggestions, search } = app;
  const { active, place } = suggestions;
  if (place === null) {
    const canRecall = event.key === 'ArrowUp' && search.selectedIndex <= 0 && isEditable(event.target);
    return canRecall && !search.hasMoved ? () => suggestions.recall() : undefined;
  }
  if (event.key === 'ArrowDown') return () => suggestions.move(1);
  if (event.key === 'ArrowUp' && active !== undefined) return () => suggestions.move(-1);
  if (active === undefined) return undefined;
  if (event.key === 'Enter' || (event.key === 'Tab' && place === 'field')) return () => choose(app, active);
  if (event.key === 'Delete' && active.kind !== 'operator' && active.kind !== 'recent') return () => suggestions.forget();
  return undefined;
}

function listKey(app: App, key: string): (() => void) | undefined {
  const { search, personal } = app;
  const row = search.selectedRow;
  if (key === 'ArrowDown') return () => search.move(1);
  if (key === 'ArrowUp') return () => search.move(-1);
  if (key === 'PageDown') return () => search.move(ROWS_PER_PAGE);
  if (key === 'PageUp') return () => search.move(-ROWS_PER_PAGE);
  // Until somebody has moved in the list, these belong to the text of the field.
  if (key === 'Home' && search.hasMoved) return () => search.move(-Infinity);
  if (key === 'End' && search.hasMoved) return () => search.move(Infinity);
  if (key !== 'Enter') return undefined;
  return row === undefined ? () => void personal.searched(search.query) : () => openRow(app, row);
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

/** What floats over the page answers its own keys; a dialog that holds the page back does so wherever the focus is. */
function isInDialog(target: EventTarget | null): boolean {
  if (document.querySelector('dialog:modal') !== null) return true;
  return target instanceof Element && target.closest('dialog, [popover]') !== null;
}

function isAllChosen(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return true;
  return target.selectionStart === 0 && target.selectionEnd === target.value.length;
}

/** Keys move through the list from the search field and from where nothing has the focus. */
function belongsToList(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.matches('[role="combobox"]'));
}
