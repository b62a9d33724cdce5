import type { HeldBecause } from '#contract';

const HELD: Readonly<Record<HeldBecause, string>> = {
  missing: 'It is not there now; its documents are kept. Connect its disk or move it back; "akin remove" forgets it.',
  unreadable: 'This user cannot read it now; its documents are kept. Allow this user to read it.',
  unmounted:
    'It is empty, or another, as where a disk is away; its documents are kept. Connect the disk. If nothing is missing, remove the folder and add it again.',
};

/** For people: why a folder's documents are held as they are, and what to do. */
export function explainHeld(because: HeldBecause): string {
  return HELD[because];
}

/** For people: what keeps changes below a folder from being noticed at once, by its code, and what to do. */
export function explainTrouble(code: string): string {
  switch (code) {
    case 'watchLimit':
      return process.platform === 'linux'
        ? 'The system allows no more watches: changes in some of its folders are noticed within a minute, not at once. Allow more: sudo sysctl fs.inotify.max_user_watches=1048576'
        : 'The system allows no more open files: changes in some of its folders are noticed within a minute, not at once.';
    case 'overflow':
      return process.platform === 'linux'
        ? 'Lately more changed at once than the system could tell, so it was compared anew. If this comes often, allow more: sudo sysctl fs.inotify.max_queued_events=131072'
        : 'Lately more changed at once than the system could tell, so it was compared anew.';
    case 'watcherFailing':
      return 'What notices changes keeps failing: they are noticed within a minute, not at once. Restarting the computer may help.';
    case 'EACCES':
    case 'EPERM':
      return 'This user cannot read some of its folders; what was known there is kept.';
    default:
      return `Changes in some of its folders are noticed within a minute, not at once (${code}).`;
  }
}
