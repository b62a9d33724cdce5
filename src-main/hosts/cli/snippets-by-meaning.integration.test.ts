import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settled, startRealEngine, temporaryFolder } from '#hosts/node/testing/real-engine.ts';
import { withSnippetsByMeaning } from './snippets-by-meaning.ts';

const HOUSE =
  'The house has a roof of slate and walls of brick. Nobody has looked after its garden since the old owner moved to the coast. ' +
  'Its rusty gate hangs from a single hinge, and the wooden fence beside it leans towards the street. ';
const ANSWER = 'My physician told me to take two tablets each morning.';

it('shows of a passage without any word of the query the sentences nearest to it in meaning', async () => {
  const folder = await temporaryFolder('akin-snippets-');
  await writeFile(path.join(folder, 'diary.txt'), `${HOUSE}${HOUSE}${ANSWER} ${HOUSE}`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 1);
  const query = 'medicine prescribed by doctor';
  const { results } = await client.call('search.query', { query, mode: 'meaning' });
  const best = results[0]?.passages[0];
  expect(best?.highlights).toEqual([]);
  expect(best?.text.slice(best.snippet.start, best.snippet.end)).not.toContain(ANSWER);

  const [chosen] = await withSnippetsByMeaning(client, query, results);
  const passage = chosen?.passages[0];
  expect(passage?.text.slice(passage.snippet.start, passage.snippet.end)).toContain(ANSWER);

  const found = await client.call('search.query', { query: 'tablets' });
  expect(await withSnippetsByMeaning(client, 'tablets', found.results)).toEqual(found.results);
});
