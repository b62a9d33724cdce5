import { ERROR_CODES, type PauseReason, type Progress } from '#contract';
import { describeCode } from '#hosts/node/sentences.ts';

/** One line for people: how far the library is, and how long it will take where that can be said. */
export function describeProgress(progress: Progress): string {
  const { counts, documentsTotal, wordsDone, meaningDone } = progress;
  const attention = counts.partial + counts.skipped + counts.failed;
  const tail = attention === 0 ? '' : `, ${attention} to look at (akin status)`;
  if (progress.isSettled) return `Settled: ${documents(documentsTotal)}${tail}`;
  if (progress.isScanning && documentsTotal === 0) return 'Looking for files';
  const share = (done: number): string => (documentsTotal === 0 ? '0 %' : `${Math.floor((100 * done) / documentsTotal)} %`);
  const obstacle = describePause(progress) ?? describeTrouble(progress.trouble);
  const remaining = progress.remainingMs === null ? '' : `, about ${duration(progress.remainingMs)} left`;
  return `${documents(documentsTotal)}: words ${share(wordsDone)}, meaning ${share(meaningDone)}${remaining}${tail}${obstacle === null ? '' : `. ${obstacle}`}`;
}

const PAUSES: Readonly<Record<PauseReason, (until: string) => string>> = {
  byUser: (until) => `Paused${until}; "akin resume" goes on`,
  onBattery: () => 'Waiting for the mains; "akin settings indexing.onBattery full" goes on without',
  diskFull: () => describeCode('diskFull'),
  writeFailed: () => describeCode('writeFailed'),
};

/** Why nothing is read or embedded now and what to do about it, or null where work goes on. */
export function describePause({ paused, pausedUntil }: Progress): string | null {
  if (paused === null) return null;
  return PAUSES[paused](pausedUntil === null ? '' : ` for ${duration(pausedUntil - Date.now())}`);
}

function describeTrouble(trouble: string | null): string | null {
  const code = ERROR_CODES.find((known) => known === trouble);
  return code === undefined ? null : describeCode(code);
}

export function duration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function documents(count: number): string {
  return `${count} ${count === 1 ? 'document' : 'documents'}`;
}
