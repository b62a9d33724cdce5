const sets = new WeakMap<readonly number[], ReadonlySet<number>>();

/** A list of ids as a set, made once for each list: one search asks several times about the same thousands. */
export function idSet(ids: readonly number[]): ReadonlySet<number> {
  let set = sets.get(ids);
  if (set === undefined) sets.set(ids, (set = new Set(ids)));
  return set;
}
