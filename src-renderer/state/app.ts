import { createContext } from 'svelte';
import type { Settings } from '#contract';
import type { Connection } from '../client/connection.ts';
import { ConnectionState } from './connection-state.svelte.ts';
import { FrameState } from './frame-state.svelte.ts';
import { LibraryState } from './library-state.svelte.ts';
import { ReaderState } from './reader-state.svelte.ts';
import { SearchState } from './search-state.svelte.ts';
import { SettingsState } from './settings-state.svelte.ts';
import { WelcomeState } from './welcome-state.svelte.ts';

/** All state of one page. */
export type App = {
  readonly connection: ConnectionState;
  readonly library: LibraryState;
  readonly search: SearchState;
  readonly reader: ReaderState;
  readonly settings: SettingsState;
  readonly welcome: WelcomeState;
  readonly frame: FrameState;
};

export const [useApp, provideApp] = createContext<App>();

type AppOptions = {
  /** Hears of the engine's settings when they are known, and at each change. */
  readonly onSettings?: (settings: Settings) => void;
};

export function createApp(connection: Connection, { onSettings = () => undefined }: AppOptions = {}): App {
  const library = new LibraryState(connection, { onRefresh: () => search.runAgainIfEmpty() });
  const search = new SearchState(connection, () => library.revision);
  return {
    connection: new ConnectionState(connection),
    library,
    search,
    reader: new ReaderState(connection),
    settings: new SettingsState(connection, { onValues: onSettings }),
    welcome: new WelcomeState(connection),
    frame: new FrameState(),
  };
}
