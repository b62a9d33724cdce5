import path from 'node:path';
import type { Passage, PassageExplanation, SearchResults } from '#contract';
import { placeSentence } from './place.ts';
import { makeSnippet } from './snippet.ts';
import { withoutControls, type Terminal } from './terminal.ts';

const SNIPPET_CHARS = 280;

/** Documents with their passages, for people. */
export function printResults(terminal: Terminal, { results, total, tookMs, nextCursor, usedMeaning }: SearchResults): void {
  if (results.length === 0) terminal.tell('Nothing was found.');
  for (const result of results) {
    const title = result.title === '' ? path.basename(result.path) : result.title;
    terminal.printLine(`${terminal.bold(withoutControls(title))}  ${terminal.dim(`${result.type}, ${result.score.toFixed(3)}`)}`);
    terminal.printLine(withoutControls(result.path));
    for (const passage of result.passages) printPassage(terminal, passage);
    terminal.printLine();
  }
  if (results.length > 0) {
    const more = nextCursor === null ? '' : `, ${results.length} shown`;
    terminal.tell(terminal.dim(`${total} ${total === 1 ? 'document' : 'documents'}${more}, ${Math.round(tookMs)} ms`));
  }
  if (!usedMeaning) terminal.tell('By words alone: the meaning of the query cannot be used at the moment.');
}

function printPassage(terminal: Terminal, passage: Passage): void {
  const place = [withoutControls(placeSentence(passage.anchor)), withoutControls(passage.heading)].filter((part) => part !== '');
  if (place.length > 0) terminal.printLine(`  ${terminal.dim(place.join(' · '))}`);
  const snippet = makeSnippet(passage.text, passage.highlights, SNIPPET_CHARS);
  const shown = snippet.map(({ text, isMarked }) => (isMarked ? terminal.mark(withoutControls(text)) : withoutControls(text)));
  terminal.printLine(`  ${shown.join('').trim()}`);
  if (passage.explain !== undefined) terminal.printLine(`  ${terminal.dim(describeExplanation(passage.explain))}`);
}

function describeExplanation({ words, meaning, fused, matchedTerms }: PassageExplanation): string {
  const list = (name: string, place: PassageExplanation['words']): string =>
    place === null ? `not by ${name}` : `${name} rank ${place.rank} (${place.score.toFixed(3)})`;
  const terms = matchedTerms.length === 0 ? '' : `, terms: ${withoutControls(matchedTerms.join(' '))}`;
  return `${list('words', words)}, ${list('meaning', meaning)}, together ${fused.toFixed(3)}${terms}`;
}
