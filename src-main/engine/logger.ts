/** Fields are ids, counts, durations and codes: never document text, queries or full paths. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** `event` is a short dotted name such as `ingest.killed`. */
export type Logger = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};
