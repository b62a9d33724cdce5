import path from 'node:path';
import type {
  DocumentExplanation,
  DocumentId,
  FolderHit,
  ListExplanation,
  Passage,
  PassageExplanation,
  QueryProblem,
  RerankedDocument,
  SearchResult,
  SearchResults,
} from '#contract';
import { correctionSentence } from './correction-sentence.ts';
import { placeSentence } from './place.ts';
import { snippetParts } from './snippet.ts';
import { withoutControls, type Terminal } from './terminal.ts';

export type PrintOptions = {
  /** Nothing but names was searched. */
  readonly isByNames: boolean;
  /** To say of each document how reranking moved it. */
  readonly shifts: ReadonlyMap<DocumentId, RerankedDocument>;
};

/** Folders and documents with their passages, for people. */
export function printResults(terminal: Terminal, found: SearchResults, { isByNames, shifts }: PrintOptions): void {
  const { results, folders, total, isTotalExact, tookMs, nextCursor, usedMeaning, problems, correction } = found;
  for (const problem of problems) terminal.tell(problemSentence(problem));
  if (correction !== null) terminal.tell(correctionSentence(correction));
  if (results.length + folders.length === 0) terminal.tell('Nothing was found.');
  for (const folder of folders) printFolder(terminal, folder);
  if (folders.length > 0) terminal.printLine();
  for (const result of results) printResult(terminal, result, shifts.get(result.documentId));
  if (results.length > 0) {
    const more = nextCursor === null ? '' : `, ${results.length} shown`;
    terminal.tell(
      terminal.dim(
        `${isTotalExact ? '' : 'At least '}${total} ${total === 1 ? 'document' : 'documents'}${more}, ${Math.round(tookMs)} ms`,
      ),
    );
  }
  if (!usedMeaning && !isByNames) {
    terminal.tell('By words and names alone: the meaning of the query cannot be used at the moment.');
  }
}

/** What of the query was passed over, and what would be understood. */
function problemSentence({ kind, text }: QueryProblem): string {
  const part = withoutControls(text);
  switch (kind) {
    case 'missingValue':
      return `Passed over: ${part} has no value.`;
    case 'invalidDate':
      return `Passed over: "${part}" is no date. Write 2026, 2026-05, 2026-05-03, 7d or today.`;
    case 'invalidSize':
      return `Passed over: "${part}" is no size. Write 10mb, >10mb or 1mb..2mb.`;
    case 'tooManyParts':
      return `Passed over: ${part}. So many parts that must hold are more than one search looks at.`;
    case 'quotesIgnored':
      return `Nothing holds ${part} as it is quoted; searched without these quotes.`;
  }
}

function printFolder(terminal: Terminal, { path: folder, nameHighlights }: FolderHit): void {
  terminal.printLine(`${markName(terminal, folder, nameHighlights)}  ${terminal.dim('folder')}`);
}

function printResult(terminal: Terminal, result: SearchResult, shift: RerankedDocument | undefined): void {
  const title = result.title === '' ? path.basename(result.path) : result.title;
  terminal.printLine(`${terminal.bold(withoutControls(title))}  ${terminal.dim(`${result.type}, ${result.score.toFixed(3)}`)}`);
  terminal.printLine(markName(terminal, result.path, result.nameHighlights ?? []));
  if (result.names !== undefined && result.names !== null) {
    terminal.printLine(`  ${terminal.dim(`name rank ${result.names.rank} (${result.names.score.toFixed(3)})`)}`);
  }
  if (result.explain !== undefined) terminal.printLine(`  ${terminal.dim(describeRanking(result.explain))}`);
  if (shift !== undefined) terminal.printLine(`  ${terminal.dim(describeShift(shift))}`);
  for (const passage of result.passages) printPassage(terminal, passage);
  for (const { path: same } of result.similar) terminal.printLine(`  ${terminal.dim(`says the same: ${withoutControls(same)}`)}`);
  terminal.printLine();
}

function describeShift({ rankBefore, rank, score }: RerankedDocument): string {
  const scored = score === null ? 'not scored in time' : `score ${score.toFixed(3)}`;
  return rank === rankBefore ? `reranked: stays ${rank} (${scored})` : `reranked: from ${rankBefore} to ${rank} (${scored})`;
}

/** The path with the matching parts of its last part marked. */
function markName(terminal: Terminal, whole: string, highlights: FolderHit['nameHighlights']): string {
  const nameAt = whole.length - path.basename(whole).length;
  let shown = '';
  let shownUpTo = 0;
  for (const [from, to] of highlights) {
    shown += withoutControls(whole.slice(shownUpTo, nameAt + from));
    shown += terminal.mark(withoutControls(whole.slice(nameAt + from, nameAt + to)));
    shownUpTo = nameAt + to;
  }
  return shown + withoutControls(whole.slice(shownUpTo));
}

function printPassage(terminal: Terminal, passage: Passage): void {
  const place = [withoutControls(placeSentence(passage.anchor)), withoutControls(passage.heading)].filter((part) => part !== '');
  if (place.length > 0) terminal.printLine(`  ${terminal.dim(place.join(' · '))}`);
  const shown = snippetParts(passage).map(({ text, isMarked }) =>
    isMarked ? terminal.mark(withoutControls(text)) : withoutControls(text),
  );
  terminal.printLine(`  ${shown.join('').trim()}`);
  if (passage.explain !== undefined) terminal.printLine(`  ${terminal.dim(describeExplanation(passage.explain))}`);
}

function describeExplanation({ words, meaning, fused, weights }: PassageExplanation): string {
  const terms = weights.map(({ term, weight }) => `${withoutControls(term)} ${weight.toFixed(2)}`).join(', ');
  const lists = `${describePlace('words', words)}, ${describePlace('meaning', meaning)}, together ${fused.toFixed(3)}`;
  return terms === '' ? lists : `${lists}; by words: ${terms}`;
}

function describeRanking({ words, meaning, hasAllWords, filters }: DocumentExplanation): string {
  return [
    `document: ${describePlace('words', words)}, ${describePlace('meaning', meaning)}`,
    ...(hasAllWords ? ['has all words'] : []),
    ...(filters.length === 0 ? [] : [`passed ${withoutControls(filters.join(' '))}`]),
  ].join(', ');
}

function describePlace(list: string, place: ListExplanation | null): string {
  return place === null ? `not by ${list}` : `${list} rank ${place.rank} (${place.score.toFixed(3)})`;
}
