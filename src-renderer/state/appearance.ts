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
  /** The first sentences of the page, in the language of the last visit or else of the browser. To be called once. */
  start(): Promise<LiveSpeech>;
  /** Puts on the page what the settings say. */
  follow(settings: Settings): Promise<void>;
};

/** public/first-paint.js reads it, too. */
const STORAGE_KEY = 'akin.look';

/** Theme, density, motion and language of the page: attributes of its root element, remembered for the next first paint. */
export function createAppearance(page: LookedAt): Appearance {
  let wanted = chooseLanguage(rememberedLanguage(page.storage), page.preferred);
  let live: LiveSpeech | undefined;

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
    // Nothing is waited for: where this browser remembers nothing, its own languages are right but for who chose another.
    start: show,
    async follow(settings) {
      wanted = chooseLanguage(settings['appearance.language'], page.preferred);
      applyLook(page, settings, wanted);
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

/** The language setting of the last visit; `auto` where this browser remembers none. */
function rememberedLanguage(storage: LookedAt['storage']): Language | 'auto' {
  try {
    const look: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
    const language = typeof look === 'object' && look !== null && 'language' in look ? look.language : null;
    return LANGUAGES.find((known) => known === language) ?? 'auto';
  } catch {
    // Forbidden storage throws; damaged contents do, too.
    return 'auto';
  }
}
