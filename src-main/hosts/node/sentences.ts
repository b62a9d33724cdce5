import { EngineError, type ErrorCode, type ErrorDetails } from '#contract';
import { explainReason } from './reasons.ts';

/** Why results stay in their first order, and what to do where something can be done. */
const RERANKER_REASONS: Readonly<Record<string, string>> = {
  notInstalled: 'no reranker is installed. "akin help reranking" says how to add one',
  off: 'the reranker is switched off. "akin settings search.reranker auto" switches it on',
  noUse: 'a reranker does not help with names, quotes, operators and languages that it does not know',
  unusable:
    'the files of the reranker are damaged or of a kind that cannot be used. Put them there anew; "akin help reranking" says how',
  died: 'the process of the reranker ended again and again. "akin settings search.reranker off" does without it',
};

const LOCATION_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file, not a folder',
  ENOSPC: 'the disk is full',
  lock: 'its lock file cannot be locked (some network drives cannot)',
  notPrivate: 'other users may enter that folder',
  links: 'that file system has no hard links',
};

type Sentence = (details: ErrorDetails) => string;

/** For people: what happened, then what to do. By code alone, because `message` is for developers. */
const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  cancelled: () => 'It was cancelled.',
  invalidParams: () => 'The engine refused one of the values. "akin help COMMAND" says what each may be.',
  unknownMethod: () => 'The running engine is of another version. Close all of Akin and try again.',
  notAllowed: () => 'This is not allowed from here.',
  connectionLost: () => 'The connection to the engine broke. Nothing is lost: try again, it starts anew.',
  engineUnavailable: ({ logFolder }) => `The engine did not start.${logPlace(logFolder)} "akin doctor" may say more.`,
  protocolMismatch: () =>
    'An engine of another version is running. It ends once its work is done and all of Akin is closed: then try again.',
  folderNotFound: ({ path }) => `There is no such folder${quoted(path)}. "akin status" lists the folders of the library.`,
  folderAlreadyAdded: ({ path }) => `The folder${quoted(path)} is in the library already.`,
  folderInsideFolder: ({ path, other }) =>
    `The folder${quoted(path)} lies inside of a folder of the library, or around one${quoted(other)}. Remove that one first to have this one instead.`,
  documentNotFound: () => 'The library has no such document.',
  savedSearchNotFound: () => 'There is no such saved search any more.',
  nameTaken: ({ name }) => `Another saved search is called${quoted(name)} already. Choose another name.`,
  invalidCursor: () => 'The list has changed meanwhile. Ask for it again from its beginning.',
  invalidSetting: ({ key, expected }) =>
    `The setting${quoted(key)} cannot have that value.${typeof expected === 'string' ? ` Expected: ${expected}.` : ''} "akin settings" lists them all.`,
  invalidRules: ({ line, pattern }) =>
    `${typeof pattern === 'string' ? `"${pattern}" is no pattern` : `Line ${line} is no pattern`}, so nothing was changed. "akin help rules" says what a pattern is.`,
  modelUnusable: ({ reason }) =>
    `The language model cannot be used${reason === undefined ? '' : ` (${reason})`}. Install Akin anew to repair it.`,
  rerankerUnavailable: ({ reason }) =>
    `The results stay in their first order: ${RERANKER_REASONS[String(reason)] ?? 'the reranker cannot be used'}.`,
  indexLocationUnusable: ({ path, reason }) =>
    `Akin cannot keep its index${typeof path === 'string' ? ` in ${path}` : ' there'}: ${LOCATION_REASONS[String(reason)] ?? `error ${reason ?? 'unknown'}`}. Set AKIN_HOME to another folder.`,
  indexDamaged: () => 'The index is damaged. "akin doctor" says how to repair it; your files are untouched.',
  diskFull: () => 'The disk is full. Free some space; Akin then goes on by itself.',
  writeFailed: () =>
    'The disk that holds the index refuses writing. See that it is connected, sound and not read-only; Akin then goes on by itself.',
  extractionFailed: ({ reason }) => `No text could be read from the file: ${explainReason(String(reason))}.`,
  processorUnsupported: () => 'This processor is too old for the index: it needs AVX2 (x64) or NEON (ARM).',
  judgedSetUnusable: ({ file, line, reason }) =>
    `This folder cannot be measured by:${quoted(file)}${typeof line === 'number' ? `, line ${line}` : ''}: ${reason ?? 'it is malformed'}. "akin help evaluation" says what it must hold.`,
  networkRefused: () => 'Akin opens no connection to other machines, so this was refused.',
  internal: () => 'The engine met an unexpected error. It is in the log: "akin doctor" says where.',
};

/** What to tell a person of a code alone, as of a progress' trouble. */
export function describeCode(code: ErrorCode): string {
  return SENTENCES[code]({});
}

/** What to tell a person of any error. */
export function describeError(error: unknown): string {
  if (error instanceof EngineError) return SENTENCES[error.code](error.details);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return SENTENCES.diskFull({});
  if (code === 'EADDRINUSE') return 'The port is taken. Choose another with --port, or leave it out for a free one.';
  if (code === 'EACCES') return 'This user may not use that port or file.';
  return `Something unexpected went wrong${error instanceof Error ? `: ${error.message}` : '.'}`;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? ` ${value}` : '';
}

function logPlace(folder: unknown): string {
  return typeof folder === 'string' ? ` Its log is in ${folder}.` : '';
}
