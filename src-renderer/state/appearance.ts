import type { Settings } from '#contract';
import { chooseLanguage, directionOf, LANGUAGES, type Language } from '../text/languages.ts';
import { LiveSpeech } from '../text/live-speech.svelte.ts';
import { loadSpeech } from '../text/speech.ts';

/** The page whose look is chosen: its root element, a place that outlives it, and the languages its reader prefers. */
export type LookedAt = {
  readonly root: HTMLElement;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly preferred: readonly string[];
};

export type Appearance = {
  /** The first sentences of the page, once their language is known as well as may be. To be called once. */
  start(): Promise<LiveSpeech>;
  /** Puts on the page what the settings say. */
  follow(settings: Settings): Promise<void>;
};

/** public/first-paint.js reads it, too. */
const STORAGE_KEY = 'akin.look';
// A browser that remembers nothing waits so long for the engine's word, rather than show a language that changes at once.
const FIRST_WAIT_MS = 300;

/** Theme, density, motion and language of the page: attributes of its root element, remembered for the next first paint. */
export function createAppearance(page: LookedAt): Appearance {
  const remembered = rememberedLanguage(page.storage);
  let wanted = chooseLanguage(remembered ?? 'auto', page.preferred);
  let live: LiveSpeech | undefined;
  const told = Promise.withResolvers<void>();

  async function show(): Promise<LiveSpeech> {
    const language = wanted;
    const speech = await loadSpeech(language);
    // Another was chosen while this one was loading.
    if (language !== wanted) return show();
    page.root.lang = language;
    page.root.dir = directionOf(language);
    if (live === undefined) live = new LiveSpeech(speech);
    else live.change(speech);
    return live;
  }

  return {
    async start() {
      if (remembered === null) await Promise.race([told.promise, pause(FIRST_WAIT_MS)]);
      return show();
    },
    async follow(settings) {
      wanted = chooseLanguage(settings['appearance.language'], page.preferred);
      applyLook(page, settings, wanted);
      told.resolve();
      if (live !== undefined && live.locale !== wanted) await show();
    },
  };
}

function applyLook({ root, storage }: LookedAt, settings: Settings, shownLanguage: Language): void {
  const look = {
    theme: settings['appearance.theme'],
    density: settings['appearance.density'],
    motion: settings['appearance.motion'],
  };
  Object.assign(root.dataset, look);
  const language = settings['appearance.language'];
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify({ ...look, language, shownLanguage, direction: directionOf(shownLanguage) }));
  } catch {
    // Without storage the next page begins as the system says, and is right a moment later.
  }
}

/** The language setting of the last visit, as far as this browser remembers one. */
function rememberedLanguage(storage: LookedAt['storage']): Language | 'auto' | null {
  try {
    const look: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
    const language = typeof look === 'object' && look !== null && 'language' in look ? look.language : null;
    return language === 'auto' ? 'auto' : (LANGUAGES.find((known) => known === language) ?? null);
  } catch {
    // Forbidden storage throws; damaged contents do, too.
    return null;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
