import { Command } from 'commander';
import { DOCUMENT_STATES, REASONS } from '#contract';
import { explainReason } from '#hosts/node/reasons.ts';
import type { CommandContext } from '../context.ts';
import { EXIT_CODES_HELP } from '../exit-codes.ts';
import { describeState } from './status-files.ts';

const JSON_HELP = `Stable JSON (keys may be added, none is renamed or taken away)
  akin search --json
    { query, tookMs, total, results: [{ path, title, type, score, explain?, names?, nameHighlights: [[from, to]] | null,
      passages: [{ text, page, heading, start, end, score, highlights: [[from, to]] }] }],
      folders: [{ path, score, nameHighlights }] }
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

  Paths are absolute; pages count from 1, or are null. A passage's text is what "akin text FILE" prints from
  start to end, in UTF-16 units; highlights are relative to it,
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

export function helpCommand({ terminal }: CommandContext, program: Command): Command {
  const command = new Command('help')
    .description('show help for a command, or for exit-codes, json, states or environment')
    .argument('[topic]', 'a command or a topic');
  return command.action((topic: string | undefined) => {
    if (topic === undefined) return program.outputHelp();
    const text = TOPICS[topic];
    if (text !== undefined) return terminal.print(text);
    const about = program.commands.find((each) => each.name() === topic);
    if (about === undefined) return command.error(`error: no help on '${topic}'; topics are ${Object.keys(TOPICS).join(', ')}`);
    about.outputHelp();
  });
}
