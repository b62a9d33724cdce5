import { mount } from 'svelte';
import App from './App.svelte';
import { createConnection } from './client/connection.ts';
import { createHostChannels } from './client/host.ts';
import { receivePlaces } from './client/windows.ts';
import { showPlace } from './state/actions.ts';
import { createApp } from './state/app.ts';
import { createAppearance } from './state/appearance.ts';
import './styles/tokens.css';
import './styles/base.css';

const appearance = createAppearance({ root: document.documentElement, storage: localStorage, preferred: navigator.languages });
const connection = createConnection({ openChannel: createHostChannels(window) });
const app = createApp(connection, { storage: localStorage, onSettings: (settings) => void appearance.follow(settings) });
mount(App, { target: document.body, props: { app, speech: await appearance.start() } });
document.querySelector('.shell')?.remove();
receivePlaces(window, (place) => showPlace(app, place));
