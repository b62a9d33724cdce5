/** 0 for all cores, then one to all but one of the machine's, and the current value even where it is beyond them. */
export function coreChoices(machineCores: number, current: number): number[] {
  const fewer = Array.from({ length: Math.max(0, machineCores - 1) }, (_, index) => index + 1);
  return withCurrent([0, ...fewer], current);
}

/** The usual values in ascending order, and the current one among them: the command line may have set any. */
export function withCurrent(usual: readonly number[], current: number): number[] {
  return [...new Set([...usual, current])].toSorted((a, b) => a - b);
}
