import type { Progress } from '#contract';
import { expect, test } from 'vitest';
import { en } from '../locales/en.ts';
import { noCounts, progressOf } from '../testing/library-double.ts';
import { createSpeech } from '../text/speech.ts';
import { statusLine } from './status.ts';

const speech = createSpeech('en', en);
const texts = (line: ReturnType<typeof statusLine>): string[] => line.parts.map((part) => part.text);

test('while indexing it counts, names what needs attention, and estimates', () => {
  const progress = progressOf({
    counts: { ...noCounts, queued: 3, words: 20, indexed: 12_400, partial: 11, failed: 60 },
    documentsTotal: 12_502,
    isSettled: false,
    remainingMs: 120_000,
  });
  const line = statusLine(speech, 'open', progress);
  expect(texts(line)).toEqual(['12,431 of 12,502 searchable', '71 need attention', 'reading 3 files, about 2 min left']);
  expect(line.mood).toBe('working');
});

test('once words are done it says that meaning is still being learned, without a made-up estimate', () => {
  const progress = progressOf({ counts: { ...noCounts, words: 5, indexed: 5 }, documentsTotal: 10, isSettled: false });
  expect(texts(statusLine(speech, 'open', progress))).toEqual(['10 of 10 searchable', 'learning the meaning of 5 files']);
});

test('settled, it says only what is there', () => {
  const line = statusLine(speech, 'open', progressOf({ counts: { ...noCounts, indexed: 7 }, documentsTotal: 7 }));
  expect({ texts: texts(line), mood: line.mood }).toEqual({ texts: ['7 of 7 searchable'], mood: 'settled' });
});

test('a lost engine is said before stale counts are', () => {
  const progress = progressOf({ documentsTotal: 7, counts: { ...noCounts, indexed: 7 } });
  const restarting = { texts: ['The engine is restarting. You can go on typing.'], mood: 'troubled' };
  const lost = statusLine(speech, 'lost', progress);
  expect({ texts: texts(lost), mood: lost.mood }).toEqual(restarting);
  const away = statusLine(speech, 'open', { ...progress, trouble: 'engineUnavailable' });
  expect({ texts: texts(away), mood: away.mood }).toEqual(restarting);
});

test('the engine’s own trouble comes first, the counts stay', () => {
  const line = statusLine(
    speech,
    'open',
    progressOf({ documentsTotal: 7, counts: { ...noCounts, indexed: 7 }, trouble: 'diskFull' }),
  );
  expect(texts(line)).toEqual(['The disk is full. Free some space, and reading goes on.', '7 of 7 searchable']);
});

test('a pause is said instead of what would be going on', () => {
  const waiting = { documentsTotal: 7, isSettled: false, counts: { ...noCounts, queued: 3, indexed: 4 } };
  const textsOf = (change: Partial<Progress>) => texts(statusLine(speech, 'open', progressOf({ ...waiting, ...change })));
  expect(textsOf({ paused: 'byUser' })).toEqual(['4 of 7 searchable', 'reading is paused']);
  expect(textsOf({ paused: 'onBattery' })).toEqual(['4 of 7 searchable', 'reading waits for mains power']);
  expect(textsOf({ paused: 'writeFailed', trouble: 'writeFailed' })).toEqual([
    'The disk with the index refuses writing. Once it is writable again, reading goes on.',
    '4 of 7 searchable',
  ]);
});
