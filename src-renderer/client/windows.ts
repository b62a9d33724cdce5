import { z } from 'zod';
import { searchResult } from '#contract';

/** What the main window is to show: a query and, of its results, one that is opened at a passage. */
const place = z.object({
  query: z.string(),
  result: searchResult.nullable(),
  /** Where the passage begins in the document's text; null for the document's beginning. */
  passageStart: z.number().nullable(),
});
export type Place = z.infer<typeof place>;

const ready = z.object({ kind: z.literal('ready'), id: z.string() });
const show = z.object({ kind: z.literal('show'), to: z.string(), place });

// Queries must not come into addresses, which browsers keep: so one page hands them to the other.
const CHANNEL = 'akin-windows';
const MAIN_WINDOW = 'akin-main';
// A window that comes up later than this was not opened for the place.
const PLACE_WAITS_MS = 30_000;

/** The other windows, as the quick panel sees them. */
export type Windows = {
  /** Brings up the main window and has it show a place. To be called in answer to a key or press: browsers ask for that. */
  showInMain(place: Place): void;
  /** Whether a page opened this one: it may close itself then, as a tab that a person opened may not. */
  readonly isOpenedByPage: boolean;
  /** Closes this window. A desktop, which made it for the panel, answers by hiding it. */
  closePanel(): void;
};

export function createWindows(window: Window): Windows {
  const channel = new BroadcastChannel(CHANNEL);
  let pending: { readonly place: Place; readonly until: number } | null = null;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = ready.safeParse(data);
    if (!message.success || pending === null) return;
    if (performance.now() < pending.until) channel.postMessage({ kind: 'show', to: message.data.id, place: pending.place });
    pending = null;
  };
  return {
    showInMain(wanted) {
      pending = { place: wanted, until: performance.now() + PLACE_WAITS_MS };
      // A desktop opens no second window: it brings its main one to the front, which asks then.
      window.open('/', MAIN_WINDOW);
    },
    isOpenedByPage: window.opener !== null,
    closePanel: () => window.close(),
  };
}

/** In the main window: asks at the start, and whenever it comes to the front, whether a panel has something to show. */
export function receivePlaces(window: Window, receiver: (place: Place) => void): void {
  const channel = new BroadcastChannel(CHANNEL);
  const id = crypto.randomUUID();
  const ask = (): void => channel.postMessage({ kind: 'ready', id });
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = show.safeParse(data);
    if (message.success && message.data.to === id) receiver(message.data.place);
  };
  window.addEventListener('focus', ask);
  ask();
}
