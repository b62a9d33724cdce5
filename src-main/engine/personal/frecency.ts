/** An opening counts half as much after so long. */
const HALF_LIFE_DAYS = 30;
const HALF_LIFE_MS = HALF_LIFE_DAYS * 24 * 60 * 60 * 1000;
const DECAY_PER_MS = Math.LN2 / HALF_LIFE_MS;

/**
 * Frequency and recency in one number, after Jesse Ruderman (https://wiki.mozilla.org/User:Jesse/NewFrecency). Each
 * opening weighs 1 when it happens and decays with e^(-λ·age); a document's weight is the sum over its openings. All
 * weights decay alike, so their order never changes by itself: it is enough to keep the date at which a weight will
 * have come down to 1, `now + ln(weight) / λ`, and to sort by that. No list of openings is kept.
 *
 * Given that date before an opening (null: never opened) and the time of the opening, in milliseconds since 1970,
 * returns the date after it.
 */
export function weightDateAfterOpening(weightDate: number | null, now: number): number {
  const weightBefore = weightDate === null ? 0 : Math.exp(DECAY_PER_MS * (weightDate - now));
  return Math.round(now + Math.log(weightBefore + 1) / DECAY_PER_MS);
}
