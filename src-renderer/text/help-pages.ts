import type { Token } from 'marked';
import type { Language } from './languages.ts';

/** In the order in which people ask. */
export const HELP_TOPICS = [
  'search',
  'keys',
  'formats',
  'ignore-rules',
  'status',
  'encodings',
  'reranking',
  'evaluation',
  'privacy',
] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export type HelpPage = {
  readonly blocks: readonly Token[];
  /** English where there is no translation. */
  readonly language: Language;
};

const FOLDER = '../../resources/help';
const pages = import.meta.glob<string>('../../resources/help/*/*.md', { query: '?raw', import: 'default' });

/** Loads a help page, parsed, in the language or in English. */
export async function loadHelpPage(topic: HelpTopic, language: Language): Promise<HelpPage> {
  const { lexer } = await import('marked');
  for (const candidate of [language, 'en'] as const) {
    const load = pages[`${FOLDER}/${candidate}/${topic}.md`];
    if (load !== undefined) return { blocks: lexer(await load()), language: candidate };
  }
  throw new Error(`no help page ${topic}`);
}

/** The topic that a link of a help page leads to; null for a link elsewhere. */
export function topicOf(href: string): HelpTopic | null {
  return HELP_TOPICS.find((topic) => href === `${topic}.md`) ?? null;
}
