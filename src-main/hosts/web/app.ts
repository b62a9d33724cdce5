import { Hono } from 'hono';
import { z } from 'zod';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { Sessions } from './sessions.ts';
import type { StaticFile } from './static-files.ts';

const MAX_BODY_BYTES = 1024;
const tokenBody = z.object({ token: z.string().max(200) });

export type AppParts = {
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly sessions: Sessions;
  /** What answers below `/document`. */
  readonly documents: Hono;
};

/** The routes of the web host, behind the guard: the page's files, open to all of them, the session, and the documents. */
export function createApp({ files, sessions, documents }: AppParts): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });

  app.use('/session', async (context, next) => {
    // A form or an image of another site cannot set it.
    if (context.req.header('X-Akin') !== '1') return context.body(null, 403);
    return next();
  });

  app.get('/session', (context) => context.body(null, sessions.isOpen(context.req.header('Cookie')) ? 204 : 401));

  app.post('/session', async (context) => {
    if (context.req.header('Content-Type') !== 'application/json') return context.body(null, 415);
    if (!(Number(context.req.header('Content-Length')) <= MAX_BODY_BYTES)) return context.body(null, 413);
    const body = tokenBody.safeParse(await context.req.json().catch(() => undefined));
    const cookie = body.success ? sessions.exchange(body.data.token) : null;
    if (cookie === null) return context.body(null, 401);
    return context.body(null, 204, { 'Set-Cookie': cookie });
  });

  app.route('/document', documents);

  app.get('*', (context) => {
    const file = files.get(context.req.path);
    if (file === undefined) return context.body(null, 404);
    return context.body(file.bytes, 200, {
      'Content-Type': file.type,
      ...(file.policy === null ? {} : { 'Content-Security-Policy': file.policy }),
      ...(file.isImmutable ? { 'Cache-Control': 'private, max-age=31536000, immutable' } : {}),
    });
  });
  return app;
}
