/** One step of a schema. Never edited once released: a later step corrects it. */
export type Migration = {
  /** From 1 without gaps; kept in the file as `user_version`. */
  readonly version: number;
  readonly sql: string;
};
