import { EngineError } from '#contract';

export type SessionOptions = {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly fetch: typeof fetch;
};

/**
 * Exchanges the one-time token of the address (`#token=...`) for the session's cookie and takes it out of the address,
 * so that it stays in no history and no bookmark. Without a token it does nothing: a cookie may be there already.
 * Errors: notAllowed where the host refuses the token; connectionLost where it does not answer.
 */
export async function openSession({ location, history, fetch }: SessionOptions): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Akin': '1' },
    body: JSON.stringify({ token }),
  }).catch((cause: unknown) => {
    throw new EngineError('connectionLost', 'the host did not answer', { cause });
  });
  if (!response.ok) throw new EngineError('notAllowed', `the host refused the token with ${response.status}`);
}
