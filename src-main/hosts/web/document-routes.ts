import { Readable } from 'node:stream';
import { Hono, type Context } from 'hono';
import { documentId, EngineError, type Contract, type DocumentId, type Result } from '#contract';
import { openDocumentFile } from '#hosts/node/document-file.ts';
import { readByteRange } from './byte-range.ts';
import type { Sessions } from './sessions.ts';

/** What the machine's desktop does with a file. Both resolve with whether the desktop took it. */
export type DesktopActions = {
  open(path: string): Promise<boolean>;
  reveal(path: string): Promise<boolean>;
};

type Location = Result<Contract, 'library.locateDocument'>;

export type DocumentRoutesOptions = {
  readonly sessions: Sessions;
  /** Errors: `documentNotFound`, and those of a connection. */
  readonly locate: (documentId: DocumentId) => Promise<Location>;
  /** Null where nobody sits before this machine. */
  readonly desktop: DesktopActions | null;
};

/** Whatever else a document is, it is shown as bytes: no file of the user's is ever a page of ours. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ...['markdown', 'html', 'text', 'code', 'data', 'table', 'subtitles', 'tex'].map((type) => [type, 'text/plain'] as const),
]);

const DOCUMENT_HEADERS = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Accept-Ranges': 'bytes',
};

/**
 * The bytes of documents by their ids, and what a desktop does with them. Only the very file that was read is served: what
 * changed since then is 409, what is gone 404, what cannot be opened 403.
 */
export function createDocumentRoutes({ sessions, locate, desktop }: DocumentRoutesOptions): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    if (!sessions.isOpen(context.req.header('Cookie'))) return context.body(null, 401);
    return next();
  });

  app.get('/:id', async (context) => {
    const found = await find(context.req.param('id'));
    return typeof found === 'number' ? context.body(null, found, DOCUMENT_HEADERS) : serveFile(context, found);
  });

  for (const action of ['open', 'reveal'] as const) {
    app.post(`/:id/${action}`, async (context) => {
      // A form of another site cannot set it.
      if (context.req.header('X-Akin') !== '1') return context.body(null, 403);
      if (desktop === null) return context.body(null, 404);
      const found = await find(context.req.param('id'));
      if (typeof found === 'number') return context.body(null, found);
      const opened = await openDocumentFile(found);
      if (opened.kind === 'missing') return context.body(null, 404);
      if (opened.kind === 'open') await opened.file.close();
      return context.body(null, (await desktop[action](found.path)) ? 204 : 502);
    });
  }

  async function find(id: string): Promise<Location | 404 | 503> {
    const parsed = documentId.safeParse(/^[1-9]\d{0,15}$/.test(id) ? Number(id) : null);
    if (!parsed.success) return 404;
    try {
      return await locate(parsed.data);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return error.code === 'documentNotFound' ? 404 : 503;
    }
  }

  return app;
}

const STATUS_OF = { changed: 409, missing: 404, unreadable: 403 } as const;

async function serveFile(context: Context, location: Location): Promise<Response> {
  const opened = await openDocumentFile(location);
  if (opened.kind !== 'open') return context.body(null, STATUS_OF[opened.kind], DOCUMENT_HEADERS);
  const { file, sizeBytes } = opened;
  const { inode, mtimeNs } = location.identity;
  const etag = `"${inode}-${sizeBytes}-${mtimeNs}"`;
  const type = TYPES.get(location.type);
  const headers = {
    ...DOCUMENT_HEADERS,
    ETag: etag,
    'Content-Type': type ?? 'application/octet-stream',
    'Content-Disposition': type === undefined ? 'attachment' : 'inline',
  };
  const ifRange = context.req.header('If-Range');
  const isRangeWanted = ifRange === undefined || ifRange === etag;
  const range = readByteRange(isRangeWanted ? context.req.header('Range') : undefined, sizeBytes);
  const isKnown = context.req.header('If-None-Match') === etag;
  const { first, last } = range.kind === 'part' ? range : { first: 0, last: sizeBytes - 1 };
  const length = last - first + 1;
  const hasBody = context.req.method !== 'HEAD' && range.kind !== 'unsatisfiable' && !isKnown && length > 0;
  if (!hasBody) await file.close();
  if (isKnown) return context.body(null, 304, headers);
  if (range.kind === 'unsatisfiable') return context.body(null, 416, { ...headers, 'Content-Range': `bytes */${sizeBytes}` });
  const lengths = {
    'Content-Length': String(length),
    ...(range.kind === 'part' ? { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` } : {}),
  };
  const status = range.kind === 'part' ? 206 : 200;
  if (!hasBody) return context.body(null, status, { ...headers, ...lengths });
  return context.body(toWebStream(file.createReadStream({ start: first, end: last })), status, { ...headers, ...lengths });
}

/** The stream closes its file at its end, and where the browser goes away. */
function toWebStream(stream: Readable): ReadableStream {
  return Readable.toWeb(stream, { strategy: { highWaterMark: 1 } }) as ReadableStream;
}
