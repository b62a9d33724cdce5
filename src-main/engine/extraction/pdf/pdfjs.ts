import type { PDFDocumentProxy, PDFWorker } from 'pdfjs-dist';
import { createBinaryDataFactory } from './binary-data.ts';
import { createInProcessPorts } from './in-process-port.ts';

export type OpenPdf = {
  readonly document: PDFDocumentProxy;
  /** Must be called once; frees what pdf.js keeps for the document. */
  close(): Promise<void>;
};

/**
 * Opens a document for reading its text; nothing can be drawn. `bytes` are used in place and must not change while it
 * is open. Rejects with pdf.js's own errors (`PasswordException`, `InvalidPDFException`, …).
 */
export async function openPdf(bytes: Uint8Array, resourcesFolder: string): Promise<OpenPdf> {
  const { pdfjs, WorkerMessageHandler } = await loadPdfjs();
  const [near, far] = createInProcessPorts();
  WorkerMessageHandler.initializeFromPort(far);
  // pdf.js types the port as a Worker but uses no more of it than these ports have.
  const worker: PDFWorker = Reflect.construct(pdfjs.PDFWorker, [{ port: near, verbosity: 0 }]);
  const loading = pdfjs.getDocument({
    data: bytes,
    worker,
    BinaryDataFactory: createBinaryDataFactory(resourcesFolder),
    CanvasFactory: Unused,
    FilterFactory: Unused,
    verbosity: 0,
    disableFontFace: true,
    enableXfa: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    // No image is ever decoded.
    maxImageSize: 0,
    stopAtErrors: false,
    useSystemFonts: false,
    useWorkerFetch: false,
  });
  const close = async (): Promise<void> => {
    await loading.destroy();
    worker.destroy();
  };
  try {
    return { document: await loading.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Stands where pdf.js wants a factory that only drawing needs. */
class Unused {
  destroy(): void {}
}

/**
 * Imports pdf.js. At import it looks for classes of the browser and complains on the console where they are missing;
 * they only matter for drawing, so empty ones stand in for as long as the import takes.
 */
async function loadPdfjs() {
  const stands = ['DOMMatrix', 'Path2D'].filter((name) => !(name in globalThis));
  for (const name of stands) Object.defineProperty(globalThis, name, { value: Unused, configurable: true });
  try {
    const { WorkerMessageHandler } = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
    const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
    return { pdfjs, WorkerMessageHandler };
  } finally {
    for (const name of stands) Reflect.deleteProperty(globalThis, name);
  }
}
