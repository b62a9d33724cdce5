import { expect, test } from 'vitest';
import { openSession } from './session.ts';

function page(hash: string, status: number) {
  const requests: [string, RequestInit | undefined][] = [];
  const addresses: unknown[] = [];
  const options = {
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: (_state: unknown, _title: string, url?: string | URL | null) => void addresses.push(url) },
    fetch: async (request: string | URL | Request, init?: RequestInit) => {
      requests.push([request instanceof Request ? request.url : request.toString(), init]);
      return new Response(null, { status });
    },
  };
  return { requests, addresses, options };
}

test('the token is exchanged once and leaves the address', async () => {
  const { requests, addresses, options } = page('#token=abc', 204);
  await openSession(options);
  expect(addresses).toEqual(['/']);
  expect(requests).toEqual([
    [
      '/session',
      { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Akin': '1' }, body: JSON.stringify({ token: 'abc' }) },
    ],
  ]);
});

test('without a token nothing is asked', async () => {
  const { requests, options } = page('', 204);
  await openSession(options);
  expect(requests).toEqual([]);
});

test('a refused token is said', async () => {
  const { options } = page('#token=old', 403);
  await expect(openSession(options)).rejects.toMatchObject({ code: 'notAllowed' });
});
