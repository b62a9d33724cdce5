import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '#contract';
import type { JudgedDocument } from './judged-folder.ts';

/** Folders with many more files are slow on some file systems. */
const FILES_PER_FOLDER = 1_000;

/**
 * Writes each document as a Markdown page of its own, named by its number. Returns the ids in the order of these numbers.
 * Errors: cancelled.
 */
export async function writeMarkdownDocuments(
  documents: AsyncIterable<JudgedDocument>,
  folder: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const document of documents) {
    if (signal?.aborted === true) throw new EngineError('cancelled', 'writing documents was cancelled');
    const file = join(folder, String(Math.floor(ids.length / FILES_PER_FOLDER)), `${ids.length}.md`);
    if (ids.length % FILES_PER_FOLDER === 0) await mkdir(dirname(file), { recursive: true });
    await writeFile(file, toMarkdown(document));
    ids.push(document.id);
  }
  return ids;
}

/** The number of the document that was written to this file. */
export function documentNumber(path: string): number {
  return Number(basename(path, '.md'));
}

/** The title goes to the front matter. A text that itself begins with a fence gets an empty one, or its own would be read. */
export function toMarkdown({ title, text }: Pick<JudgedDocument, 'title' | 'text'>): string {
  if (title.trim() !== '') return `---\ntitle: ${quoteYaml(title)}\n---\n\n${text}\n`;
  return `${text.startsWith('---') ? '---\n---\n\n' : ''}${text}\n`;
}

/** YAML's double quotes take what JSON's do; what YAML calls unprintable is escaped as well. */
function quoteYaml(value: string): string {
  const json = JSON.stringify(value.toWellFormed());
  return json.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
