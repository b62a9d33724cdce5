import { anchor as anchorSchema, type Anchor } from '#contract';

/** The form in which a chunk's row keeps its anchor: empty for none. */
export function encodeAnchor(anchor: Anchor | null): string {
  return anchor === null ? '' : JSON.stringify(anchor);
}

/** The inverse of `encodeAnchor`. Throws where the text is anything else. */
export function decodeAnchor(encoded: string): Anchor | null {
  return encoded === '' ? null : anchorSchema.parse(JSON.parse(encoded));
}
