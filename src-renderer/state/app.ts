import { createContext } from 'svelte';
import type { Settings } from '#contract';
import type { Connection } from '../client/connection.ts';
import { ChosenActions, type FileMaker } from './chosen-actions.svelte.ts';
import { ConnectionState } from './connection-state.svelte.ts';
import { FrameState } from './frame-state.svelte.ts';
import { LibraryState } from './library-state.svelte.ts';
import { PersonalState } from './personal-state.svelte.ts';
import { ReaderState } from './reader-state.svelte.ts';
import { SearchState } from './search-state.svelte.ts';
import { SettingsState } from './settings-state.svelte.ts';
import { SplitState } from './split-state.svelte.ts';
import { WelcomeState } from './welcome-state.svelte.ts';
import { SuggestionsState } from './suggestions-state.svelte.ts';
import { ValuesState } from './values-state.svelte.ts';

/** All state of one page. */
export type App = {
  readonly connection: ConnectionState;
  readonly library: LibraryState;
  readonly search: SearchState;
  readonly suggestions: SuggestionsState;
  readonly personal: PersonalState;
  readonly chosen: ChosenActions;
  readonly reader: ReaderState;
  readonly settings: SettingsState;
  readonly welcome: WelcomeState;
  readonly frame: FrameState;
  readonly split: SplitState;
};

export const [useApp, provideApp] = createContext<App>();

type AppOptions = {
  /** Hears of the engine's settings when they are known, and at each change. */
  readonly onSettings?: (settings: Settings) => void;
  /** What the window does with texts that leave the page. */
  readonly copy?: (text: string) => Promise<void>;
  readonly saveFile?: FileMaker;
  /** What outlives the page. Default: nothing does. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'>;
};

export function createApp(connection: Connection, options: AppOptions = {}): App {
  const library = new LibraryState(connection, { onRefresh: () => search.runAgainIfEmpty() });
  const search = new SearchState(connection, () => library.revision);
  const personal = new PersonalState(connection);
  const { onSettings = () => undefined, copy = copyText, saveFile = download } = options;
  return {
    connection: new ConnectionState(connection),
    library,
    search,
    personal,
    suggestions: new SuggestionsState({ search, personal, values: new ValuesState(connection) }),
    chosen: new ChosenActions({ search, connection, copy, saveFile }),
    reader: new ReaderState(connection),
    settings: new SettingsState(connection, { onValues: onSettings }),
    welcome: new WelcomeState(connection),
    frame: new FrameState(),
    split: new SplitState(options.storage ?? null),
  };
}

function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}

/** Hands a file made by the page to the browser's downloads. */
function download(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content over once the press is through.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
