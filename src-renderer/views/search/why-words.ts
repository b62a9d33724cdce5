import type { Why } from '#contract';
import type { Speech } from '../../text/speech.ts';

/** What decides whether a file is among the results, in a sentence. */
export function decisionOn({ cutOffBy, fused, total, excludedBy, usedMeaning, state, reason }: Why, speech: Speech): string {
  switch (cutOffBy) {
    case 'ranked':
      return fused === null ? speech.say('whyNot.among') : speech.say('whyNot.ranked', { rank: fused.rank, total });
    case 'notIndexed':
      if (state === 'words') return speech.say('whyNot.meaningToCome');
      if (state === 'queued') return speech.say('whyNot.queued');
      return reason === null
        ? speech.say('whyNot.notSearchable')
        : `${speech.say('whyNot.notSearchable')} ${speech.say(`reason.${reason}`)}`;
    case 'filter':
      return speech.say('whyNot.filter', { filters: excludedBy.join(', ') });
    case 'noMatch':
      return speech.say(usedMeaning ? 'whyNot.noMatch' : 'whyNot.noWords');
    case 'belowSimilarity':
      return speech.say('whyNot.belowSimilarity');
    case 'beyondCandidates':
      return speech.say('whyNot.beyondCandidates');
  }
}
