import { chunkDocument } from '#engine/chunking/chunk-document.ts';
import { embeddingInput, headingOf } from '#engine/chunking/embedding-input.ts';
import { createSegmenterPool } from '#engine/chunking/segmenters.ts';
import { loadTokenizer } from '#engine/embedding/tokenizer.ts';
import { extract } from '#engine/extraction/formats.ts';
import { MAX_TEXT_CHARS } from '#engine/extraction/ingest-file.ts';
import { readJudgedSet } from './judged-set.ts';
import { createRandom } from './random.ts';

/** Papers, a handbook, encyclopedia paragraphs and a handbook in Russian: what the model is made for, and what it is not. */
const SETS = ['scifact', 'obsidian-help-en', 'xquad-en', 'lohelp-ru'];

/** What the product embeds of the shared sets, a like share of each: chunks with title and headings, mixed, the same each time. */
export async function chunkTexts(modelFolder: string, count: number): Promise<string[]> {
  const tokenizer = await loadTokenizer(modelFolder);
  const options = {
    countTokens: tokenizer.countTokens,
    maxTokens: tokenizer.maxTokens - tokenizer.specialTokens,
    segmentersOf: createSegmenterPool(),
  };
  const texts: string[] = [];
  for (const [index, set] of SETS.entries()) {
    const wanted = Math.ceil((count * (index + 1)) / SETS.length);
    const { documents } = await readJudgedSet(set);
    for (const { title, text } of documents) {
      if (texts.length >= wanted) break;
      const source = title === '' ? text : `---\ntitle: ${JSON.stringify(title)}\n---\n\n${text}`;
      const outcome = await extract(Buffer.from(source), { type: 'markdown', path: 'document.md', maxTextChars: MAX_TEXT_CHARS });
      if (outcome.kind !== 'extracted') throw new Error(`a document of ${set} could not be read`);
      const { document } = outcome;
      for (const { span, headingPath } of chunkDocument(document, options)) {
        texts.push(embeddingInput(document.title, headingOf(headingPath), document.text.slice(span.start, span.end)));
      }
    }
  }
  return createRandom(1).shuffle(texts).slice(0, count);
}
