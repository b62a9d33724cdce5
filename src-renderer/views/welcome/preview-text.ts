import type { FolderPreview } from '#contract';
import { sizeText } from '../../text/amounts.ts';
import type { Speech } from '../../text/speech.ts';

/** How much lies in a folder, as far as it has been counted. */
export function countText(speech: Speech, preview: FolderPreview | null): string {
  if (preview === null) return '…';
  const amount = { count: preview.files, size: sizeText(speech.locale, preview.sizeBytes) };
  return speech.say(preview.state === 'cutShort' ? 'welcome.countMore' : 'welcome.count', amount);
}

/** How much of that is read, and how much is found by its name alone. */
export function detailText(speech: Speech, preview: FolderPreview | null): string {
  if (preview === null || preview.state === 'counting') return speech.say('welcome.counting');
  return speech.say('welcome.readable', { count: preview.readable });
}
