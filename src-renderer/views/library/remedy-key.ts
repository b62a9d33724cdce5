import type { Reason } from '#contract';
import { en } from '../../locales/en.ts';

type RemedyKey = Extract<keyof typeof en, `remedy.${string}`>;

/** The message that says what to do about a reason, or null where nothing can or need be done. */
export function remedyKey(reason: Reason | null): RemedyKey | null {
  const key = `remedy.${reason}`;
  return isRemedyKey(key) ? key : null;
}

function isRemedyKey(key: string): key is RemedyKey {
  return Object.hasOwn(en, key);
}
