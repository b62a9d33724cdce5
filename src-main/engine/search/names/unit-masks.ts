/**
 * Which units a folded name holds, in two words of 32 bits: a name that lacks one of a query's units cannot match it in
 * any way, and two ANDs tell that for nineteen of twenty names without looking at their text.
 */
export type UnitMask = { readonly latin: number; readonly other: number };

export function unitMaskOf(folded: string): UnitMask {
  let latin = 0;
  let other = 0;
  for (let at = 0; at < folded.length; at++) {
    const code = folded.charCodeAt(at);
    if (code >= 97 && code <= 122) latin |= 1 << (code - 97);
    // The ten digits share the five bits that letters leave.
    else if (code >= 48 && code <= 57) latin |= 1 << (26 + ((code - 48) >> 1));
    else if (code > 127) other |= 1 << (code & 31);
  }
  return { latin, other };
}

export function hasUnits(mask: UnitMask, wanted: UnitMask): boolean {
  return (mask.latin & wanted.latin) === wanted.latin && (mask.other & wanted.other) === wanted.other;
}
