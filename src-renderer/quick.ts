import { mount } from 'svelte';
import { createConnection } from './client/connection.ts';
import { createHostChannels } from './client/host.ts';
import { createWindows } from './client/windows.ts';
import Quick from './Quick.svelte';
import { createAppearance } from './state/appearance.ts';
import { PanelState } from './state/quick/panel.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';

const appearance = createAppearance({ root: document.documentElement, storage: localStorage, preferred: navigator.languages });
const connection = createConnection({ openChannel: createHostChannels(window) });
const panel = new PanelState({
  connection,
  windows: createWindows(window),
  copy: (text) => navigator.clipboard.writeText(text),
  onSettings: (settings) => void appearance.follow(settings),
});
mount(Quick, { target: document.body, props: { panel, speech: await appearance.start() } });
