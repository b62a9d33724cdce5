/** Where the host serves the file of a document. */
export function documentAddress(documentId: number): string {
  return `/document/${documentId}`;
}

/** What the host's desktop can do with a document's file; each is also a capability that the host may lack. */
export type DesktopAction = 'open' | 'reveal';

/** Asks the host's desktop to open a file in its own app, or to show it in its folder. Resolves with whether it did. */
export async function askDesktop(action: DesktopAction, documentId: number): Promise<boolean> {
  const address = `${documentAddress(documentId)}/${action}`;
  const response = await fetch(address, { method: 'POST', headers: { 'X-Akin': '1' } }).catch(() => null);
  return response?.ok ?? false;
}

/** The bytes of a document's file. Null where the host does not give them. */
export async function fetchDocument(documentId: number, signal: AbortSignal): Promise<ArrayBuffer | null> {
  const response = await fetch(documentAddress(documentId), { signal }).catch(() => null);
  return response?.ok === true ? response.arrayBuffer() : null;
}
