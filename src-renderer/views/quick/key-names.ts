import type { Speech } from '../../text/speech.ts';

/** How keys are called where the page runs: a Mac has its own signs. */
export function keyNames(speech: Speech): { readonly command: string; readonly enter: string; readonly space: string } {
  const isMac = navigator.userAgent.includes('Mac OS');
  return { command: isMac ? '⌘' : 'Ctrl', enter: '↵', space: speech.say('key.space') };
}
