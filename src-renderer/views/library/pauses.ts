/** How long reading can be paused for. */
export const PAUSES = ['untilResumed', 'anHour', 'fourHours', 'untilTomorrow'] as const;
export type PauseName = (typeof PAUSES)[number];

const HOUR_MS = 3_600_000;
/** When "tomorrow" begins: before a day's work does. */
const MORNING_HOUR = 7;

/** In milliseconds from `now`; null for a pause that lasts until it is ended. */
export function pauseMs(name: PauseName, now: Date): number | null {
  switch (name) {
    case 'untilResumed':
      return null;
    case 'anHour':
      return HOUR_MS;
    case 'fourHours':
      return 4 * HOUR_MS;
    case 'untilTomorrow':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR).getTime() - now.getTime();
  }
}
