import { EngineError } from '#contract';
import type { Channel } from '#rpc';
import { createWebSocketChannel } from '#rpc/channels/web-socket.ts';
import { openSession } from './session.ts';

/**
 * Opens channels to the web host that served this page: the one-time token of the address is exchanged first.
 * Errors of the returned function: notAllowed where there is no session; connectionLost where the host does not answer.
 */
export function createHostChannels(window: Window & typeof globalThis): () => Promise<Channel> {
  const fetch = window.fetch.bind(window);
  return async () => {
    await openSession({ location: window.location, history: window.history, fetch });
    await checkSession(fetch);
    const address = new URL('/rpc', window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return createWebSocketChannel(new WebSocket(address));
  };
}

/** A refused WebSocket handshake looks to a page like a host that is gone: so the session is asked for first. */
async function checkSession(fetch: typeof globalThis.fetch): Promise<void> {
  const response = await fetch('/session', { headers: { 'X-Akin': '1' } }).catch((cause: unknown) => {
    throw new EngineError('connectionLost', 'the host did not answer', { cause });
  });
  if (response.status === 401 || response.status === 403)
    throw new EngineError('notAllowed', 'the host knows no session of this page');
}
