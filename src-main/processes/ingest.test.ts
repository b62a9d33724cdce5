import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddingInput } from '#engine/chunking/embedding-input.ts';
import { createFingerprinter } from '#engine/extraction/fingerprint.ts';
import { ingestTable } from '#engine/extraction/protocol.ts';
import { createClient, type Client } from '#rpc';
import { createProcessChannel } from '#rpc/channels/process.ts';

const MODEL_FOLDER = fileURLToPath(new URL('../../models/all-MiniLM-L6-v2', import.meta.url));

describe('an ingest process', () => {
  let folder: string;
  let client: Client<typeof ingestTable>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'akin-ingest-'));
    const child = fork(fileURLToPath(new URL('./ingest.ts', import.meta.url)), {
      serialization: 'advanced',
      env: {},
      execArgv: [],
    });
    client = createClient(ingestTable, createProcessChannel(child));
    await client.call('configure', { modelFolder: MODEL_FOLDER });
  });
  afterAll(async () => {
    client.close();
    await client.closed;
    await rm(folder, { recursive: true });
  });

  it('turns a file into chunks ready for the index', async () => {
    const file = path.join(folder, 'owls.md');
    await writeFile(file, '---\ntitle: Owls\n---\n# Birds\n\n## Night\n\nThey hunt by **ear**.\n');
    const asked = { path: file, type: 'markdown', maxSizeBytes: 1e6, knownFingerprint: null, encoding: null };
    const [owls, none] = await client.call('read', { files: [asked, { ...asked, path: `${file}.gone` }] });
    expect(owls?.head).toMatchObject({ kind: 'extracted', title: 'Owls', chunkCount: 1 });
    expect(none).toEqual({ head: { kind: 'failed', reason: 'missing', identity: null }, chunks: [] });
    const text = 'Birds\n\nNight\n\nThey hunt by ear.';
    const fingerprint = await createFingerprinter();
    expect(owls?.chunks).toEqual([
      {
        start: 0,
        end: text.length,
        anchor: '',
        heading: 'Birds › Night',
        text,
        terms: 'birds ~bird night they hunt by ear birds ~bird night owls ~owl owls ~owl',
        embeddingFingerprint: fingerprint(embeddingInput('Owls', 'Birds › Night', text)),
      },
    ]);
    await expect(client.call('next', {})).resolves.toEqual([]);
  });
});
