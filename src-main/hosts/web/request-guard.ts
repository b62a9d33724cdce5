/** What the guard looks at: of the raw request, before any routing. */
export type RequestFacts = {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  /** All `Host` headers: Node keeps only the first, another reader might take the last. */
  readonly hosts: readonly string[];
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly isUpgrade: boolean;
};

export type Refusal = { readonly status: 400 | 403 | 405; readonly cause: string };

const READING = new Set(['GET', 'HEAD']);

/**
 * Why a request must not be answered, or null. Any page of the web can send requests to 127.0.0.1, and by rebinding
 * its own name to that address it even becomes same-origin there; so the `Host` must be one of ours, word for word,
 * before anything else is believed. Then nothing from another site is answered, and whatever changes something or
 * opens a WebSocket must say that it comes from our own page.
 */
export function refuse(request: RequestFacts, port: number): Refusal | null {
  const host = request.hosts[0];
  if (request.hosts.length !== 1 || host === undefined || !isOwnHost(host, port)) return { status: 403, cause: 'host' };
  // A backslash is a slash to some readers of addresses and a letter to others.
  if (!/^\/[^\\]*$/.test(request.target)) return { status: 400, cause: 'target' };
  if (!isOwnSite(request.fetchSite)) return { status: 403, cause: 'site' };
  if (request.origin !== undefined && request.origin !== `http://${host}`) return { status: 403, cause: 'origin' };
  if (request.isUpgrade) return refuseUpgrade(request);
  if (READING.has(request.method)) return null;
  if (request.method !== 'POST') return { status: 405, cause: 'method' };
  return request.origin === undefined ? { status: 403, cause: 'origin' } : null;
}

/** Exactly the names of this host; a browser leaves the port out only where it is 80. */
export function isOwnHost(host: string, port: number): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** `none` is a typed or opened address; programs other than browsers send nothing, and no cookie either. */
function isOwnSite(fetchSite: string | undefined): boolean {
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
}

function refuseUpgrade({ method, target, origin }: RequestFacts): Refusal | null {
  if (method !== 'GET') return { status: 405, cause: 'method' };
  if (target !== '/rpc') return { status: 400, cause: 'target' };
  // Browsers always send it with a WebSocket. CORS does not cover those, so this check is all there is.
  return origin === undefined ? { status: 403, cause: 'origin' } : null;
}
