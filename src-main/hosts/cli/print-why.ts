import type { BestPassage, Why } from '#contract';
import { explainReason, remedyFor } from '#hosts/node/reasons.ts';
import { correctionSentence } from './correction-sentence.ts';
import { placeSentence } from './place.ts';
import { withoutControls, type Terminal } from './terminal.ts';

const OPTIONS: Readonly<Record<string, string>> = {
  folders: '--folder',
  types: '--type',
  tags: '--tag',
  after: '--after',
  before: '--before',
};

/** First what decides, then what each list says of the file. */
export function printWhy(terminal: Terminal, why: Why): void {
  terminal.printLine(terminal.bold(withoutControls(why.path)));
  terminal.printLine(`  ${withoutControls(decision(why))}`);
  const { words, meaning, name, matchedTerms, missingTerms, limits } = why;
  const lines = [
    ...(why.correction === null ? [] : [correctionSentence(why.correction)]),
    ...(words === null ? [] : [`By words: ${describePassage(words, 'score')}.`]),
    ...(meaning === null
      ? []
      : [`By meaning: ${describePassage(meaning, `similarity, of which ${limits.leastSimilarity} is needed`)}.`]),
    ...(name === null ? [] : [`By its name: rank ${name.rank}.`]),
    ...(matchedTerms.length === 0 ? [] : [`It has: ${matchedTerms.join(', ')}.`]),
    ...(missingTerms.length === 0 ? [] : [`It lacks: ${missingTerms.join(', ')}.`]),
  ];
  for (const line of lines) terminal.printLine(`  ${terminal.dim(withoutControls(line))}`);
}

function decision(why: Why): string {
  switch (why.cutOffBy) {
    case 'ranked':
      if (why.fused === null) return 'It is among the results: nothing leaves it out.';
      return `It is result ${why.fused.rank} of ${why.total}.`;
    case 'notIndexed':
      return notIndexed(why);
    case 'filter':
      return `It is left out by ${why.excludedBy.map((filter) => OPTIONS[filter] ?? filter).join(', ')}. Search without it.`;
    case 'noMatch':
      return why.usedMeaning
        ? 'Nothing in it matches the query. Try words that stand in it.'
        : 'None of the words stands in it as the query wants them, and meaning played no part. Try words that stand in it.';
    case 'belowSimilarity':
      return 'None of the words stands in it, and nothing in it means something like them. Try words that stand in it.';
    case 'beyondCandidates':
      return `It matches, but too many passages match better: a list ends after ${why.limits.candidates}. Add a word or a filter.`;
  }
}

function notIndexed({ state, reason }: Why): string {
  if (state === 'words') return 'None of the words stands in it, and its meaning is still to be worked out. Ask again later.';
  if (state === 'queued') return 'It is still to be read. "akin index" waits for that.';
  if (reason === null) return 'Its content is not searchable, and its name does not match.';
  const remedy = remedyFor(reason);
  return `Its content is not searchable: ${explainReason(reason)}.${remedy === null ? '' : ` ${remedy}`}`;
}

function describePassage({ rank, score, anchor, heading }: BestPassage, unit: string): string {
  const place = [placeSentence(anchor), heading].filter((part) => part !== '').join(', ');
  const where = place === '' ? 'its best passage' : `its best passage (${place})`;
  return `${where} has ${rank === null ? 'no rank' : `rank ${rank}`}, ${score.toFixed(3)} ${unit}`;
}
