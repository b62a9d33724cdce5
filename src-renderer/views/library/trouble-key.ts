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
