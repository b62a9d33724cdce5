import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist';

/** Where the build puts pdf.js's worker and what it draws with. */
const RESOURCES = '/pdfjs';
const WORKER = `${RESOURCES}/pdf.worker.min.mjs`;

type TrustedTypesFactory = {
  // A trusted address may stand wherever the declarations of the DOM want a string.
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(address: string): string };
};

/** The policy of the page lets no other script become a worker, and lets this one be named once. */
const TRUSTED_WORKER = trustWorker(Reflect.get(window, 'trustedTypes'));

function trustWorker(factory: TrustedTypesFactory | undefined): string {
  const policy = factory?.createPolicy('akin-pdf-worker', { createScriptURL: () => WORKER });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}

export type OpenPdf = {
  readonly document: PDFDocumentProxy;
  close(): Promise<void>;
};

/**
 * Opens the PDF at an address of this host; only the parts that are looked at are fetched. Rejects with pdf.js's own errors.
 * No script of a PDF ever runs, none of its links leads anywhere, and nothing is fetched but from this host.
 */
export async function openPdf(address: string): Promise<OpenPdf> {
  const port = new Worker(TRUSTED_WORKER, { type: 'module' });
  const worker = PDFWorker.create({ port, verbosity: 0 });
  const loading = getDocument({
    url: address,
    worker,
    cMapUrl: `${RESOURCES}/cmaps/`,
    standardFontDataUrl: `${RESOURCES}/standard_fonts/`,
    wasmUrl: `${RESOURCES}/wasm/`,
    iccUrl: `${RESOURCES}/iccs/`,
    disableAutoFetch: true,
    disableStream: true,
    // It would want a worker of its own; one page is drawn at a time.
    disableWorkerRendering: true,
    enableXfa: false,
    verbosity: 0,
  });
  const close = async (): Promise<void> => {
    await loading.destroy();
    worker.destroy();
    port.terminate();
  };
  try {
    return { document: await loading.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}
