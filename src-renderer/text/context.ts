import { createContext } from 'svelte';
import type { Speech } from './speech.ts';

/** The language of the interface, for every component below the one that provides it. */
export const [useSpeech, provideSpeech] = createContext<Speech>();
