import type { Progress } from '#contract';
import { momentText } from '../text/amounts.ts';
import type { Speech } from '../text/speech.ts';

/** What reading does now, or what it waits for, in a sentence; an estimate only where there is an honest one. */
export function activityText(speech: Speech, progress: Progress, now = Date.now()): string {
  switch (progress.paused) {
    case 'byUser':
      return progress.pausedUntil === null
        ? speech.say('activity.paused')
        : speech.say('activity.pausedUntil', { time: momentText(speech.locale, progress.pausedUntil, now) });
    case 'onBattery':
      return speech.say('activity.onBattery');
    case 'diskFull':
    case 'writeFailed':
      return speech.say(`error.${progress.paused}`);
    case null:
      break;
  }
  if (progress.isSettled) return progress.documentsTotal === 0 ? '' : speech.say('activity.settled');
  const { queued, words } = progress.counts;
  if (queued === 0 && words === 0) return speech.say('activity.scanning');
  const work = queued > 0 ? speech.say('activity.reading', { count: queued }) : speech.say('activity.learning', { count: words });
  const left =
    progress.remainingMs === null
      ? speech.say('activity.noEstimate')
      : speech.say('status.remaining', { duration: speech.duration(progress.remainingMs) });
  return speech.join([work, left]);
}
