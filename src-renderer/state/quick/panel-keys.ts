import type { PanelState } from './panel.svelte.ts';

/** Answers the panel's keys; prevents the browser's own action for those it takes. */
export function pressPanelKey(panel: PanelState, event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  const action = actionFor(panel, event);
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function actionFor(panel: PanelState, event: KeyboardEvent): (() => unknown) | undefined {
  const hasCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  // The menu answers its own keys, but for the one that opened it.
  if (event.target instanceof Element && event.target.closest('[popover]') !== null)
    return hasCommand && isLetter(event, 'k') ? () => panel.closeMenu() : undefined;
  if (hasCommand) return commandFor(panel, event) ?? digitFor(panel, event);
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) return digitFor(panel, event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  if (event.key === 'Escape') return () => panel.stepBack();
  return belongsToList(event.target) ? listKey(panel, event) : undefined;
}

function commandFor(panel: PanelState, event: KeyboardEvent): (() => unknown) | undefined {
  const { active, host, actions } = panel;
  if (active === undefined) return undefined;
  if (isLetter(event, 'k')) return () => panel.openMenu(active, placeOf(active.key));
  if (isLetter(event, 'y')) return () => panel.togglePreview();
  if (event.key === 'Enter' && host.can('reveal')) return () => actions.reveal(active);
  return undefined;
}

/** With Ctrl, Command or Alt: browsers keep some of these for their tabs, and which differs from system to system. */
function digitFor(panel: PanelState, event: KeyboardEvent): (() => unknown) | undefined {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  const row = digit === undefined ? undefined : panel.rows[Number(digit) - 1];
  return row === undefined ? undefined : () => panel.open(row);
}

function listKey(panel: PanelState, { key, repeat }: KeyboardEvent): (() => unknown) | undefined {
  const { active, isRowFocused } = panel;
  if (key === 'Enter') return () => panel.openActive();
  if (active === undefined) return undefined;
  if (key === 'ArrowDown') return () => panel.move(1, { isHeld: repeat });
  if (key === 'ArrowUp') return () => panel.move(-1, { isHeld: repeat });
  if (key === 'PageDown') return () => panel.moveTo(-1);
  if (key === 'PageUp') return () => panel.moveTo(0);
  if (!isRowFocused) return undefined;
  if (key === ' ') return () => panel.togglePreview();
  if (key === 'Home') return () => panel.moveTo(0);
  if (key === 'End') return () => panel.moveTo(-1);
  // Whatever else is pressed is meant for the text.
  if (key === 'ArrowLeft' || key === 'ArrowRight') panel.isRowFocused = false;
  return undefined;
}

/** The letter or, on a board of another script, the key where it stands on a Latin one. */
function isLetter({ key, code }: KeyboardEvent, letter: 'k' | 'y'): boolean {
  return key.toLowerCase() === letter || (!/^[a-z]$/i.test(key) && code === `Key${letter.toUpperCase()}`);
}

/** Where the menu of a row stands: below the row's title. */
function placeOf(key: string): { readonly x: number; readonly y: number } {
  const box = document.getElementById(`row-${key}`)?.getBoundingClientRect();
  if (box === undefined) return { x: 0, y: 0 };
  const isMirrored = document.documentElement.matches(':dir(rtl)');
  return { x: isMirrored ? box.right - 42 : box.left + 42, y: box.top + 28 };
}

/** Keys move through the list from the field and from where nothing has the focus. */
function belongsToList(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.matches('[role="combobox"]'));
}
