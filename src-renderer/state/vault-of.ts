import type { DocumentId } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';

/** The vault of Obsidian that a document lies in; null where it lies in none, or is gone. */
export async function vaultOf(connection: Connection, documentId: DocumentId): Promise<{ readonly path: string } | null> {
  try {
    return await connection.ask('library.vaultOf', { documentId });
  } catch (error) {
    // A document that is gone lies in no vault.
    failureCode(error);
    return null;
  }
}
