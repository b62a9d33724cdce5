import { readFileSync } from 'node:fs';
import { extractPdf } from '#engine/extraction/pdf/extract-pdf.ts';

/**
 * Child of the extraction bench: extracts one PDF per message. `cpuSeconds` counts reading and extracting; the first
 * answer of a process includes its start.
 */
export type ExtractionRequest = { readonly path: string };
export type ExtractionReply = {
  readonly outcome: string;
  readonly text: string;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
};

const MAX_TEXT_CHARS = 20_000_000;
let countedMicroseconds = 0;

process.on('message', (request: ExtractionRequest) => void answer(request));

async function answer({ path }: ExtractionRequest): Promise<void> {
  const startedMs = performance.now();
  const outcome = await extractPdf(readFileSync(path), { maxTextChars: MAX_TEXT_CHARS });
  const wallSeconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system - countedMicroseconds) / 1e6;
  process.send?.(
    {
      outcome: outcome.kind === 'extracted' ? `extracted ${outcome.partial ?? 'whole'}` : `${outcome.kind} ${outcome.reason}`,
      text: outcome.kind === 'extracted' ? outcome.document.text : '',
      cpuSeconds,
      wallSeconds,
    } satisfies ExtractionReply,
    () => {
      // Handing the text to the bench is no part of extraction.
      const usage = process.cpuUsage();
      countedMicroseconds = usage.user + usage.system;
    },
  );
}
