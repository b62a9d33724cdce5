import type { MessageKey } from '../../text/catalogue.ts';

type TroubleKey = Extract<MessageKey, `library.trouble.${string}`>;

/** The sentence for a code of what keeps changes below a folder from being noticed at once. */
export function troubleKey(code: string): TroubleKey {
  switch (code) {
    case 'watchLimit':
    case 'overflow':
      return `library.trouble.${code}`;
    case 'EACCES':
    case 'EPERM':
      return 'library.trouble.unreadable';
    default:
      return 'library.trouble.other';
  }
}

/** The command that cures a trouble, or null where none does. */
export function troubleCommand(code: string): string | null {
  if (code === 'watchLimit') return 'sudo sysctl fs.inotify.max_user_watches=1048576';
  return code === 'overflow' ? 'sudo sysctl fs.inotify.max_queued_events=131072' : null;
}
