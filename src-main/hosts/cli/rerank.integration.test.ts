import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { documentsToRerank, type Contract, type Reranking } from '#contract';
import type { Client } from '#rpc';
import { modelsWithReranker } from '#hosts/node/testing/models-with-reranker.ts';
import { settled, startRealEngine, temporaryFolder } from '#hosts/node/testing/real-engine.ts';
import { runAkin } from './testing/run-akin.ts';

const QUERY = ['where', 'is', 'the', 'boat'];
const TEXTS = ['The boat is on the river.', 'A boat stands in the garden.', 'The house has a roof, and no boat.'];

type Library = { readonly home: string; readonly client: Client<Contract> };

async function library(modelsFolder?: string): Promise<Library> {
  const folder = await temporaryFolder('akin-rerank-');
  for (const [index, text] of TEXTS.entries()) await writeFile(path.join(folder, `${index}.txt`), text);
  const { client, dataFolder } = await startRealEngine(undefined, modelsFolder);
  await client.call('library.addFolder', { path: folder });
  await settled(client, TEXTS.length);
  return { home: dataFolder, client };
}

it('says that no reranker is installed, and shows the first order', async () => {
  const { home } = await library();
  const plain = await runAkin(home, 'search', ...QUERY);
  const reranked = await runAkin(home, 'search', '--rerank', ...QUERY);
  expect(reranked).toMatchObject({ code: 0, stdout: plain.stdout });
  expect(reranked.stderr).toContain('no reranker is installed. "akin help reranking" says how to add one.');
  expect((await runAkin(home, 'doctor')).stdout).toMatch(/^reranker +none installed$/m);
  expect((await runAkin(home, 'help', 'reranking')).stdout).toContain('manifest.json');
});

it('shows reranked results, and with --explain how each moved', async () => {
  const { home, client } = await library(await modelsWithReranker(await temporaryFolder('akin-models-')));
  const documents = documentsToRerank((await client.call('search.query', { query: QUERY.join(' ') })).results);
  // Until its process has started, which may take long on a busy machine.
  const rerank = (): Promise<Reranking> => client.call('search.rerank', { query: 'boat', documents, budgetMs: 5000 });
  while (!(await rerank()).isComplete);

  const { stdout } = await runAkin(home, 'search', '--rerank', '--json', ...QUERY);
  const found = JSON.parse(stdout) as { results: { path: string; rerank: { rank: number; score: number } }[] };
  expect(found).toMatchObject({ canRerank: true, reranking: { isComplete: true, model: 'tiny-reranker' } });
  expect(found.results.map(({ rerank }) => rerank.rank)).toEqual([1, 2, 3]);
  const scores = found.results.map(({ rerank }) => rerank.score);
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));

  const people = await runAkin(home, 'search', '--rerank', '--explain', ...QUERY);
  expect(people.stdout.match(/reranked: (?:from \d to \d|stays \d) \(score -?\d+\.\d{3}\)/g)).toHaveLength(3);
  expect(people.stderr).toContain('Reranked by tiny-reranker, ');

  const quoted = await runAkin(home, 'search', '--rerank', '"boat"');
  expect(quoted).toMatchObject({ code: 0 });
  expect(quoted.stderr).toContain('does not help');
  expect((await runAkin(home, 'doctor')).stdout).toMatch(/^reranker +tiny-reranker, multilingual, /m);
  expect(await runAkin(home, 'search', '--rerank-budget', '1', 'x')).toMatchObject({ code: 2 });
});
