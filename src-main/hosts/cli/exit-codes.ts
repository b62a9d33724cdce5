/** What `akin` ends with. Documented by `akin help exit-codes`; a number never changes its meaning. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  nothingFound: 3,
  engineUnavailable: 4,
  faultsFound: 5,
  /** As a shell reports a program that Ctrl+C ended. */
  interrupted: 130,
  /** As a shell reports a program that SIGPIPE ended. */
  outputClosed: 141,
} as const;

export const EXIT_CODES_HELP = `Exit codes
  0    it worked
  1    it failed; the reason is on stderr
  2    the command or its options are wrong
  3    nothing was found: no search result, or no such document, folder or page
  4    the engine could not be started or reached, or runs another version
  5    doctor found faults
  141  the reader of the output closed it early
  130  ended by Ctrl+C
`;
