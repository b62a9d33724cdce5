import { createXXHash128 } from 'hash-wasm';

/** Hex xxh128 of bytes, or of a text's UTF-8. Synchronous once created. */
export type Fingerprinter = (content: Uint8Array | string) => string;

export async function createFingerprinter(): Promise<Fingerprinter> {
  const hash = await createXXHash128();
  return (content) => hash.init().update(content).digest('hex');
}
