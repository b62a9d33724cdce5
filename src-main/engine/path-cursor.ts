import { EngineError } from '#contract';

/** A place in a list by path, for the client to hand back. */
export function encodePathCursor(path: string): string {
  return Buffer.from(JSON.stringify([path])).toString('base64url');
}

/** The path after which the list goes on; null from its beginning. Errors: invalidCursor. */
export function decodePathCursor(cursor: string | null): string | null {
  if (cursor === null) return null;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(decoded) && typeof decoded[0] === 'string') return decoded[0];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new EngineError('invalidCursor', 'not a cursor of this list');
}

/** The cursor after a page, or null where the page was not full. */
export function nextPathCursor(page: readonly { readonly path: string }[], limit: number): string | null {
  const last = page.at(-1);
  return page.length === limit && last !== undefined ? encodePathCursor(last.path) : null;
}
