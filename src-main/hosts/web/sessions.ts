import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

export type Sessions = {
  /** The token of the start address. It buys one session, once. */
  readonly token: string;
  /** The cookie that a session's browser keeps, as a `Set-Cookie` value; null for a wrong or used token. */
  exchange(token: string): string | null;
  /** Whether a `Cookie` header holds the session's secret. */
  isOpen(cookieHeader: string | undefined): boolean;
};

/** One start address, one session: whoever wants another starts another host. */
export function createSessions({ port }: { port: number }): Sessions {
  const token = randomBytes(SECRET_BYTES).toString('base64url');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  // Cookies do not know ports: without the port in the name two hosts would overwrite each other's.
  const cookieName = `akin-session-${port}`;
  let isTokenUsed = false;

  return {
    token,
    exchange(offered) {
      if (!isSame(offered, token) || isTokenUsed) return null;
      isTokenUsed = true;
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isOpen(cookieHeader = '') {
      const offered = cookieHeader.split('; ').filter((cookie) => cookie.startsWith(`${cookieName}=`));
      return offered.some((cookie) => isSame(cookie.slice(cookieName.length + 1), secret));
    },
  };
}

/** In a time that does not depend on where the two differ. */
function isSame(offered: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(expected));
}
