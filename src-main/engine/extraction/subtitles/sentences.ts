import type { Cue } from './cues.ts';
import { joinWords } from './join-words.ts';

/** Whoever says nothing for so long begins anew. */
const PAUSE_MS = 2_000;
/** Captions without punctuation would become one endless sentence. */
const LONGEST_CHARS = 240;
const SENTENCE_END = /[.!?…。！？؟۔।♪]["'”’»」』)\]]*$/;
/** Joins cues, given by time, that are pieces of one sentence. Each result lasts from its first cue to its last. */
export function mergeIntoSentences(cues: readonly Cue[]): Cue[] {
  const merged: Cue[] = [];
  let open: Cue | null = null;
  for (const cue of cues) {
    if (open !== null && goesOn(open, cue)) {
      open = { startMs: open.startMs, endMs: Math.max(open.endMs, cue.endMs), text: joinWords(open.text, cue.text) };
    } else {
      if (open !== null) merged.push(open);
      open = cue;
    }
  }
  if (open !== null) merged.push(open);
  return merged;
}

function goesOn(open: Cue, next: Cue): boolean {
  return (
    !SENTENCE_END.test(open.text) && next.startMs - open.endMs <= PAUSE_MS && open.text.length + next.text.length <= LONGEST_CHARS
  );
}
