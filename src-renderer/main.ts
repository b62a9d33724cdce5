import './client/zod-without-eval.ts';
import { mount } from 'svelte';
import App from './App.svelte';
import { createConnection } from './client/connection.ts';
import { createHostChannels } from './client/host.ts';
import { en } from './locales/en.ts';
import { createApp } from './state/app.ts';
import { createSpeech } from './text/speech.ts';
import './styles/tokens.css';
import './styles/base.css';

const connection = createConnection({ openChannel: createHostChannels(window) });
mount(App, { target: document.body, props: { app: createApp(connection), speech: createSpeech('en', en) } });
