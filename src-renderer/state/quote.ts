import type { Anchor, SearchResult } from '#contract';
import { fileName } from '../text/paths.ts';
import type { Speech } from '../text/speech.ts';
import { placeInFile } from './place.ts';

export type Quote = {
  readonly quote: string;
  readonly result: Pick<SearchResult, 'title' | 'path'>;
  readonly anchor: Anchor | null;
};

/** Words of a document with where they stand, ready to be pasted: its title, the place in the file, and the path. */
export function quoteOf({ quote, result, anchor }: Quote, speech: Speech): string {
  const { path, title } = result;
  const source = [title || fileName(path), placeInFile(anchor, speech)].filter((part) => part !== '').join(', ');
  const words = quote.replaceAll(/\s+/g, ' ').trim();
  return `${words === '' ? '' : `${speech.say('reader.quote', { quote: words })}\n`}— ${source}\n${path}\n`;
}
