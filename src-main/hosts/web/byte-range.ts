/** Both ends included. `whole` also where the header says nothing that is understood, as RFC 9110 wants it. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

const SINGLE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** Reads a `Range` header for a file of `sizeBytes`. Several ranges at once are answered with the whole. */
export function readByteRange(header: string | undefined, sizeBytes: number): ByteRange {
  const match = SINGLE_RANGE.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return { kind: 'whole' };
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', first: sizeBytes - length, last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return { kind: 'whole' };
  return first >= sizeBytes ? { kind: 'unsatisfiable' } : { kind: 'part', first, last };
}
