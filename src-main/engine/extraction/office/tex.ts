import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { extractTree } from './office-tree.ts';
import { outcomeOf, Unreadable } from './unreadable.ts';

/** How the package `inputenc` names encodings, where the platform names them otherwise. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['utf8x', 'utf-8'],
  ['latin1', 'windows-1252'],
  ['ansinew', 'windows-1252'],
  ['latin2', 'iso-8859-2'],
  ['latin5', 'windows-1254'],
  ['latin9', 'iso-8859-15'],
  ['latin10', 'iso-8859-16'],
  ['applemac', 'macintosh'],
  ['cp866', 'ibm866'],
]);
const DECLARED = /\\usepackage\s{0,9}\[([\w-]{1,20})\]\s{0,9}\{inputenc\}/;
const DECLARED_FOR_EDITORS = /^%\s{0,9}!TEX\s{1,9}encoding\s{0,9}=.{0,60}$/im;
/** The declaration stands in the preamble. */
const PREAMBLE_BYTES = 20_000;

/** Reads a LaTeX source for itself: what it includes is a file of its own. */
export function extractTex(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => {
    const declared = DECLARED.exec(Buffer.from(bytes.subarray(0, PREAMBLE_BYTES)).toString('latin1'))?.[1] ?? null;
    const text = options.decode(
      bytes,
      declared === null ? null : (ENCODINGS.get(declared) ?? declared.replace(/^cp/, 'windows-')),
    );
    if (text === null) throw new Unreadable('notText');
    // Decoded, it must not be decoded once more.
    const decoded = text.replace(DECLARED, '').replace(DECLARED_FOR_EDITORS, '');
    return extractTree(Buffer.from(decoded), 'tex', options);
  });
}
