import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** sentence-transformers with the same model in float32 on all cores, in a process of its own. */
export type EmbeddingPeer = {
  readonly name: string;
  /** Smallest cosine similarity of its vectors to the reference. */
  readonly agreement: number;
  /** Embeds `count` texts of the corpus from `first` on; `tokens` without padding, special tokens included. */
  embed(batchSize: number, first: number, count: number): Promise<{ readonly seconds: number; readonly tokens: number }>;
  close(): void;
};

const ready = z.object({ ready: z.literal(true), agreement: z.number(), threads: z.int(), torch: z.string() });
const answer = z.object({ seconds: z.number(), tokens: z.int() });

/** `AKIN_PEERS_PYTHON` names a Python that has the packages listed in the script; default `python3`. */
export async function startEmbeddingPeer(modelFolder: string, corpus: string): Promise<EmbeddingPeer> {
  const script = fileURLToPath(new URL('embedding.py', import.meta.url));
  const python = process.env['AKIN_PEERS_PYTHON'] ?? 'python3';
  const child = spawn(python, [script, modelFolder, corpus], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`the rival (${python} ${script}) ended; does it have its packages?`);
    return JSON.parse(line.value);
  };
  const { agreement, threads, torch } = ready.parse(await next());
  return {
    name: `sentence-transformers float32, torch ${torch}, ${threads} threads`,
    agreement,
    async embed(batchSize, first, count) {
      child.stdin.write(`${batchSize} ${first} ${count}\n`);
      return answer.parse(await next());
    },
    close: () => void child.kill(),
  };
}
