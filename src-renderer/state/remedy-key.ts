import type { Reason } from '#contract';
import type { MessageKey } from '../text/catalogue.ts';

type RemedyKey = Extract<MessageKey, `remedy.${string}`>;

/** The message that says what to do about a reason, or null where nothing can or need be done. */
export function remedyKey(reason: Reason | null): RemedyKey | null {
  return reason === null || reason === 'empty' || reason === 'notARegularFile' ? null : `remedy.${reason}`;
}
