import { expect, it } from 'vitest';
import { runFreshnessBench } from './freshness.ts';

it('a real engine shows what hundreds of random operations left on the disk, and reads nothing again that only moved', async () => {
  const result = await runFreshnessBench({ isSmallest: true, hasPeers: false });
  expect(result).toMatchObject({
    divergencesByEventsAlone: [],
    divergencesAfterScan: [],
    wordsNotFound: 0,
    folderMoves: { documentsReadAgain: 0, idsChanged: 0, vectorsAdded: 0, divergences: [] },
  });
});
