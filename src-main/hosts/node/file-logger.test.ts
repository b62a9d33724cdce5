import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFileLogger } from './file-logger.ts';

test('each line is one JSON object, and a full log is put aside once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'akin-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'logs', 'engine.ndjson');
  const logger = createFileLogger({ file, maxBytes: 1000 });
  for (let round = 0; round < 50; round++) logger.warn('ingest.killed', { round, code: null });
  logger.close();
  const again = createFileLogger({ file, maxBytes: 1000 });
  again.info('engine.started');
  again.close();
  expect(await readdir(path.dirname(file))).toEqual(['engine.1.ndjson', 'engine.ndjson']);
  const [old, current] = [await readFile(path.join(folder, 'logs', 'engine.1.ndjson'), 'utf8'), await readFile(file, 'utf8')];
  const lines = `${old}${current}`.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown).at(-1)).toEqual({
    at: expect.any(String),
    level: 'info',
    event: 'engine.started',
  });
  expect(JSON.parse(lines.at(-2) ?? '')).toMatchObject({ level: 'warn', event: 'ingest.killed', round: 49, code: null });
  expect(Buffer.byteLength(old)).toBeLessThanOrEqual(1000);
});
