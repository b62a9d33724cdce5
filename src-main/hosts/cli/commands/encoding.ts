import { Command } from 'commander';
import { EngineError, TEXT_ENCODINGS, type Contract, type DocumentSummary, type DocumentText } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutControls } from '../terminal.ts';
import { describeAbsence, explainAbsence } from './absent-file.ts';
import { findFile } from './find-file.ts';

type Options = { guess?: true; list?: true; json?: true };

export function encodingCommand(context: CommandContext): Command {
  const command = new Command('encoding')
    .description('show or choose the character encoding in which a text file is read')
    .argument('[file]', 'a file')
    .argument('[name]', 'the encoding to read it in from now on, such as windows-1251')
    .option('--guess', 'take the choice back: the bytes of the file tell again')
    .option('--list', 'list the encodings')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nA choice stays with the file when it is edited, renamed or moved. The file is read anew in the background;\n"akin index" waits for it, "akin text FILE" shows the result.',
    );
  return command.action(async (given: string | undefined, name: string | undefined, { guess, list, json }: Options) => {
    if (list === true) return printList(context, json === true);
    if (given === undefined) return command.error('error: give a file, or --list');
    if (guess === true && name !== undefined) command.error('error: give a name or --guess, not both');
    await withEngine(context, async (client) => {
      const { file, known } = await findFile(client, given);
      if (name === undefined && guess !== true) return show(client, { file, known, json: json === true }, context);
      if (known === null) {
        context.terminal.tell(
          `Only files of the library are remembered with an encoding. ${describeAbsence(await explainAbsence(client, file))}`,
        );
        return context.setExitCode(EXIT.nothingFound);
      }
      if (!(await choose(client, known, name ?? null, context))) return;
      if (json === true) context.terminal.printJson({ path: file, chosen: name ?? null });
      else context.terminal.tell(name === undefined ? 'Its bytes tell again; it is read anew.' : `It is read anew, as ${name}.`);
    });
  });
}

function printList({ terminal }: CommandContext, isJson: boolean): void {
  if (isJson) return terminal.printJson({ encodings: TEXT_ENCODINGS });
  for (const encoding of TEXT_ENCODINGS) terminal.printLine(encoding);
}

async function choose(
  client: Client<Contract>,
  { id }: DocumentSummary,
  encoding: string | null,
  { terminal, setExitCode }: CommandContext,
): Promise<boolean> {
  try {
    await client.call('library.setEncoding', { documentId: id, encoding });
    return true;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'invalidParams') throw error;
    terminal.tell(`There is no encoding ${withoutControls(encoding ?? '')}. "akin encoding --list" lists them.`);
    setExitCode(EXIT.usage);
    return false;
  }
}

async function show(
  client: Client<Contract>,
  { file, known, json }: { file: string; known: DocumentSummary | null; json: boolean },
  { terminal }: CommandContext,
): Promise<void> {
  const { encoding } = await readBeginning(client, file, known);
  const isGuessed = known?.reason === 'encodingGuessed';
  if (json) {
    terminal.printJson({ path: file, encoding: encoding?.name ?? null, isChosen: encoding?.isChosen ?? false, isGuessed });
    return;
  }
  if (encoding === null) return terminal.printLine('The text of this file lies in no encoding that could be chosen.');
  const how = encoding.isChosen ? ' (chosen)' : isGuessed ? ' (guessed; "akin encoding FILE NAME" chooses another)' : '';
  terminal.printLine(`${encoding.name}${how}`);
}

function readBeginning(client: Client<Contract>, path: string, known: DocumentSummary | null): Promise<DocumentText> {
  if (known === null) return client.call('library.extractFile', { path });
  return client.call('library.documentText', { documentId: known.id, start: 0, end: 0 });
}
