import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { EngineError, type Contract, type DocumentText } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutControls } from '../terminal.ts';

export function textCommand(context: CommandContext): Command {
  return new Command('text')
    .description('print the text that Akin reads in a file, in the library or not')
    .argument('<file>', 'any readable file')
    .option('--page <n>', 'only this page, from 1', toPage)
    .option('--json', 'print text, title and pages as JSON')
    .action(async (file: string, { page, json }: { page?: number; json?: true }) => {
      await withEngine(context, async (client) => {
        const document = await readText(client, path.resolve(file));
        const shown = page === undefined ? document : onlyPage(document, page);
        const { terminal } = context;
        if (shown === null) {
          terminal.tell(document.pages.length === 0 ? 'The file has no pages.' : `The file has ${document.pages.length} pages.`);
          return context.setExitCode(EXIT.nothingFound);
        }
        if (json === true) return terminal.printJson(shown);
        if (!terminal.isStdoutTerminal) return terminal.print(shown.text);
        terminal.print(withoutControls(shown.text));
        if (!shown.text.endsWith('\n')) terminal.printLine();
      });
    });
}

/** What the library has, so that it is what search results point into; a file it has no text of is read now. */
async function readText(client: Client<Contract>, file: string): Promise<DocumentText> {
  const known = await client.call('library.findDocument', { path: file });
  if (known === null) return client.call('library.extractFile', { path: file });
  try {
    return await client.call('library.documentText', { documentId: known.id });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'documentNotFound') throw error;
    return client.call('library.extractFile', { path: file });
  }
}

function onlyPage(document: DocumentText, number: number): DocumentText | null {
  const page = document.pages.find((each) => each.page === number);
  if (page === undefined) return null;
  const text = document.text.slice(page.start - document.start, page.end - document.start);
  return { ...document, text, start: page.start, pages: [page] };
}

function toPage(value: string): number {
  const page = Number(value);
  if (!Number.isInteger(page) || page < 1) throw new InvalidArgumentError('Pages count from 1.');
  return page;
}
