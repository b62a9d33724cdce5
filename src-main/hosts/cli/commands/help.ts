import { Command } from 'commander';
import { DOCUMENT_STATES, REASONS } from '#contract';
import { helpFolder } from '#hosts/node/entries.ts';
import { openHelpPages } from '#hosts/node/help-pages.ts';
import { explainReason } from '#hosts/node/reasons.ts';
import type { CommandContext } from '../context.ts';
import { EXIT_CODES_HELP } from '../exit-codes.ts';
import { layOutMarkdown } from '../print-markdown.ts';
import { describeState } from './status-files.ts';

const JSON_HELP = `Stable JSON (keys may be added, none is renamed or taken away)
  akin search --json
    { query, tookMs, total, isTotalExact,
      results: [{ path, title, type, score, similar: [path], explain?, names?, ranking?, nameHighlights: [[from, to]] | null,
      passages: [{ text, page, heading, start, end, score, highlights: [[from, to]], snippet: { start, end } }] }],
      folders: [{ path, score, nameHighlights }], canRerank, problems: [{ kind, text, start, end }] }
  akin search --facets --json
    as above, with facets: { total, types | languages | years: [{ value, count }], folders: [{ path, count }], tookMs }
  akin search --rerank --json, where the results were reranked
    as above, with reranking: { isComplete, tookMs, model }, and rerank: { rankBefore, rank, score | null } in results
  akin why --json
    { path, cutOffBy: ranked | notInLibrary | notIndexed | filter | noMatch | belowSimilarity | beyondCandidates,
      state, reason, excludedBy, fused: { rank, score } | null, total, words | meaning: { rank, score, anchor, heading,
      start, end } | null, name: { rank, score } | null, matchedTerms, missingTerms, usedMeaning, correction: { query, words } | null,
      limits: { leastSimilarity, candidates } }; of a file that is not in the library path, cutOffBy and absence alone
  akin status --json
    { counts: { queued, nameOnly, words, indexed, partial, skipped, failed },
      problems: [{ path, state, reason }],
      coverage: { total, searchable, nameOnly, waiting, attention,
        byType: [{ type, counts }], byReason: [{ reason, count }] } }
  akin status --files --json
    { total, files: [{ path, type, state, reason, explanation, remedy, sizeBytes, modifiedAt }] }
  akin status FILE --json
    { files: [as above, with isInLibrary: true, or { path, isInLibrary: false, because, explanation }] }
  akin retry --json
    { queued }
  akin pause --json, akin resume --json
    { paused: byUser | onBattery | diskFull | writeFailed | null, pausedUntil: milliseconds since 1970 | null }
  akin encoding FILE --json
    { path, encoding, isChosen, isGuessed }, or { path, chosen } where one was chosen; encoding is null where it is not text
  akin rules --json, and after a change to them
    { defaults, all, folders: [{ path, patterns }] }, patterns one a line
  akin rules preview PATTERN --json
    { hidden, shown, hiddenPaths, shownPaths }, at most 1000 paths of each

  akin eval FOLDER --json
    { set, queries, documents, model, modes: { words | meaning | hybrid:
      { ndcg10, recall100, mrr10, interval: [low, high], p50Ms, p95Ms } } }, figures of quality null without judgements
  akin eval --mine --json
    { queries, documents, model, modes: as above, differences: { hybridLessWords | hybridLessMeaning:
      { mean, interval } } | null, kinds: [{ kind: title | heading | sentence, queries, modes }],
      languages: [{ language, queries }], withoutMeaning }

  Paths are absolute; pages count from 1, or are null. A passage's text is what "akin text FILE" prints from
  start to end, in UTF-16 units; highlights and snippet are relative to it,
  nameHighlights to the last part of the path. States are spelt as the keys of counts.
`;

const STATES_HELP = `States of a file
${DOCUMENT_STATES.map((state) => `  ${state.padEnd(9)} ${describeState(state)}`).join('\n')}

Reasons for which a file is not, or not fully, searchable
${REASONS.map((reason) => `  ${reason.padEnd(16)} ${explainReason(reason)}`).join('\n')}

  "akin status --files --reason REASON" lists such files, each with what to do about it.
`;

const ENVIRONMENT_HELP = `Environment
  AKIN_HOME  the folder that holds all that Akin learns, instead of the platform's usual place
  NO_COLOR   no colours, also on a terminal
`;

const TOPICS: Readonly<Record<string, string>> = {
  'exit-codes': EXIT_CODES_HELP,
  json: JSON_HELP,
  states: STATES_HELP,
  environment: ENVIRONMENT_HELP,
};

/** Wider lines are hard to read. */
const WIDEST_PAGE = 100;

export function helpCommand({ terminal }: CommandContext, program: Command): Command {
  // Other commands need no pages.
  const listTopics = (): string => [...openHelpPages(helpFolder).topics, ...Object.keys(TOPICS)].join(', ');
  const command = new Command('help')
    .description('show help for a command or on a topic; "akin help formats" says what is read of which files')
    .argument('[topic]', 'a command or a topic')
    .addHelpText('after', () => `\nTopics: ${listTopics()}`);
  program.addHelpText('after', () => `\nTopics of "akin help TOPIC": ${listTopics()}`);
  return command.action((topic: string | undefined) => {
    if (topic === undefined) return program.outputHelp();
    const text = TOPICS[topic];
    const page = openHelpPages(helpFolder).read(topic);
    const about = program.commands.find((each) => each.name() === topic);
    if (text === undefined && page === null && about === undefined) {
      return command.error(`error: no help on '${topic}'; topics are ${listTopics()}`);
    }
    // A command and a topic of one name (search, status) are about the same thing.
    about?.outputHelp();
    if (about !== undefined && page !== null) terminal.printLine();
    if (text !== undefined) terminal.print(text);
    if (page !== null) terminal.print(layOutMarkdown(page, { width: Math.min(terminal.columns, WIDEST_PAGE), style: terminal }));
  });
}
