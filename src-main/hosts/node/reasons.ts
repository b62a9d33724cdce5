import { REASONS, type Reason } from '#contract';

type Explanation = {
  /** Follows "not read: ". */
  readonly phrase: string;
  /** What to do about it, as sentences; null where nothing can or need be done. */
  readonly remedy: string | null;
};

const EXPLANATIONS: Readonly<Record<Reason, Explanation>> = {
  encrypted: {
    phrase: 'it is protected by a password',
    remedy: 'Save a copy without the password in the library: it is then read by itself.',
  },
  corrupt: {
    phrase: 'it is damaged',
    remedy: 'Open it with its own program and save it anew, or restore it from a backup: it is then read by itself.',
  },
  empty: { phrase: 'it is empty', remedy: null },
  noText: {
    phrase: 'it holds no text (a scan, perhaps)',
    remedy: 'Put a text layer under its pictures with a program for text recognition (OCR).',
  },
  tooLarge: {
    phrase: 'it is larger than the limit',
    remedy: 'Raise the limit with "akin settings extraction.maxFileSizeMb MEGABYTES": it is then read by itself.',
  },
  timedOut: {
    phrase: 'reading it took too long',
    remedy: 'Allow more with "akin settings extraction.timeoutSeconds SECONDS", then "akin retry" it.',
  },
  outOfMemory: {
    phrase: 'reading it took too much memory',
    remedy: 'Split it into smaller files; "akin retry" tries once more.',
  },
  crashed: { phrase: 'its reader crashed', remedy: '"akin retry" tries once more. If it crashes again, please report it.' },
  unsupportedType: {
    phrase: 'files of its type are found by name alone',
    remedy: 'If it is text, add its extension to the setting extraction.textExtensions.',
  },
  accessDenied: { phrase: 'this user may not read it', remedy: 'Allow this user to read it, then "akin retry" it.' },
  missing: { phrase: 'there is no such file, or no longer', remedy: '"akin index" compares the library with the disk.' },
  notARegularFile: { phrase: 'it is not a regular file', remedy: null },
  changedWhileRead: {
    phrase: 'it changed again and again while it was read',
    remedy: 'It is read once it changes the next time; "akin retry" does so now.',
  },
  encodingUnknown: { phrase: 'its encoding is unknown', remedy: 'Choose it with "akin encoding", or save the file as UTF-8.' },
  encodingGuessed: {
    phrase: 'its encoding is a guess, so that some letters may be wrong',
    remedy: 'Look at it with "akin text", and choose another with "akin encoding" where it is wrong.',
  },
  unpacksTooLarge: {
    phrase: 'it unpacks to far more than its size can honestly hold',
    remedy: 'If you trust it, save it anew with its own program, or unpack it into the library.',
  },
  partsUnreadable: {
    phrase: 'some of its parts cannot be read; the rest is searchable',
    remedy: 'Open those parts with their own programs, or save it anew, and "akin retry" it.',
  },
  notText: {
    phrase: 'its name says text, but its bytes do not',
    remedy: 'Give it the extension of what it is. If it is text after all, choose its encoding with "akin encoding".',
  },
  textLimitReached: {
    phrase: 'only the beginning was read: it is very long',
    remedy: 'Split it into smaller files to have all of it searchable.',
  },
  pagesUnreadable: {
    phrase: 'some of its pages cannot be read; the rest is searchable',
    remedy: 'Print it anew to a PDF, or get an undamaged copy.',
  },
};

/** The phrase for one of the contract's reasons. */
export function explainReason(reason: string): string {
  const known = REASONS.find((each) => each === reason);
  return known === undefined ? reason : EXPLANATIONS[known].phrase;
}

/** What to do about it, or null where nothing can or need be done. */
export function remedyFor(reason: Reason): string | null {
  return EXPLANATIONS[reason].remedy;
}
