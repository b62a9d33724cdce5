/**
 * How long results stand before anything is asked for that they can do without: longer than between two letters of somebody
 * who types, whose next search would have to wait for the answer.
 */
export const TYPING_PAUSE_MS = 250;
