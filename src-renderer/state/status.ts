import type { Progress } from '#contract';
import type { ConnectionStatus } from '../client/connection.ts';
import type { Speech } from '../text/speech.ts';
import { knownCode } from './failure.ts';
import { attentionOf, searchableOf } from './library-state.svelte.ts';

export type StatusPart = {
  readonly text: string;
  /** `matter` opens the library at what needs attention; `trouble` is the engine's own. */
  readonly tone: 'plain' | 'matter' | 'trouble';
};

export type StatusLine = {
  readonly parts: readonly StatusPart[];
  /** Work is going on, all is done, or something stands in the way. */
  readonly mood: 'working' | 'settled' | 'troubled';
};

/** What the status line says: nothing that is not known, and troubles before all else. */
export function statusLine(speech: Speech, connection: ConnectionStatus, progress: Progress | null): StatusLine {
  const plain = (text: string): StatusPart => ({ text, tone: 'plain' });
  const troubled = (text: string, rest: readonly StatusPart[] = []): StatusLine => ({
    parts: [{ text, tone: 'trouble' }, ...rest],
    mood: 'troubled',
  });
  switch (connection) {
    case 'connecting':
      return { parts: [plain(speech.say('status.connecting'))], mood: 'working' };
    case 'lost':
      return troubled(speech.say('status.restarting'));
    case 'signedOut':
      return troubled(speech.say('status.signedOut'));
    case 'outdated':
      return troubled(speech.say('status.outdated'));
    case 'open':
      break;
  }
  // A host that outlives its engine says so here; the counts are then the engine's last.
  if (progress?.trouble === 'engineUnavailable') return troubled(speech.say('status.restarting'));
  if (progress === null) return { parts: [plain(speech.say('status.connecting'))], mood: 'working' };
  const parts = [...countParts(speech, progress), ...activityParts(speech, progress)];
  if (progress.trouble !== null) return troubled(speech.say(`error.${knownCode(progress.trouble)}`), parts);
  return { parts, mood: progress.isSettled ? 'settled' : 'working' };
}

function countParts(speech: Speech, progress: Progress): StatusPart[] {
  const total = progress.documentsTotal;
  if (total === 0) return progress.isSettled ? [{ text: speech.say('status.nothing'), tone: 'plain' }] : [];
  const done = searchableOf(progress.counts);
  const attention = attentionOf(progress.counts);
  const parts: StatusPart[] = [{ text: speech.say('status.searchable', { done, total }), tone: 'plain' }];
  if (attention > 0) parts.push({ text: speech.say('status.attention', { count: attention }), tone: 'matter' });
  return parts;
}

function activityParts(speech: Speech, progress: Progress): StatusPart[] {
  if (progress.isSettled) return [];
  if (progress.paused === 'byUser') return [{ text: speech.say('status.pausedByUser'), tone: 'plain' }];
  if (progress.paused === 'onBattery') return [{ text: speech.say('status.pausedOnBattery'), tone: 'plain' }];
  // The disk's trouble is said already, and nothing is going on.
  if (progress.paused !== null) return [];
  const { queued, words } = progress.counts;
  const sentences: string[] = [];
  if (queued > 0) sentences.push(speech.say('status.reading', { count: queued }));
  else if (words > 0) sentences.push(speech.say('status.learning', { count: words }));
  else if (progress.isScanning) sentences.push(speech.say('status.scanning'));
  if (progress.remainingMs !== null)
    sentences.push(speech.say('status.remaining', { duration: speech.duration(progress.remainingMs) }));
  return sentences.length === 0 ? [] : [{ text: speech.join(sentences, 'comma'), tone: 'plain' }];
}
