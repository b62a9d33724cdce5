import { DOCUMENT_TYPES } from '../text/type-names.ts';

/** Line drawings on a grid of 16, one path each. */
export const icons = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Zm3.3 7.8L13.5 13.5',
  folder: 'M2 4.5v8h12v-7H7.5L6 3.5H2Z',
  settings:
    'M2 4.5h6.5M12 4.5h2M8.5 4.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0M2 11.5h2M7.5 11.5H14M4 11.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0',
  pdf: 'M4 1.8h5.2L12.2 4.8v9.4H4ZM9 2v3h3M6 8.2h4M6 10.4h4',
  note: 'M3 2.5h10v11H3ZM5.5 5.8h5M5.5 8h5M5.5 10.2h3',
  web: 'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12ZM2.2 8h11.6M8 2c-4 4-4 8 0 12c4-4 4-8 0-12',
  text: 'M3 4h10M3 6.7h10M3 9.3h10M3 12h6',
  word: 'M4 1.8h5.2L12.2 4.8v9.4H4ZM9 2v3h3M5.9 7.8l1 4l1.2-3.2l1.2 3.2l1-4',
  spreadsheet: 'M2.5 3h11v10h-11ZM2.5 6.3h11M2.5 9.6h11M6.2 3v10',
  table: 'M2.5 3.5h11M2.5 6.5h11M2.5 9.5h11M2.5 12.5h11M8 3.5v9',
  slides: 'M2 3h12v8H2ZM8 11v2.6M5.5 13.6h5',
  book: 'M8 4c-1.5-1.2-3.5-1.5-6-1.3v9.8c2.5-.2 4.5.1 6 1.3c1.5-1.2 3.5-1.5 6-1.3V2.7c-2.5-.2-4.5.1-6 1.3ZM8 4v9.8',
  mail: 'M2 3.8h12v8.6H2ZM2.2 4.2L8 9l5.8-4.8',
  code: 'M5 4.5L1.5 8L5 11.5M11 4.5L14.5 8L11 11.5M9.2 3.2L6.8 12.8',
  data: 'M6 2.8c-2.2 0-2 1.2-2 2.6S3.8 8 2.5 8C3.8 8 4 9.2 4 10.6S3.8 13.2 6 13.2M10 2.8c2.2 0 2 1.2 2 2.6S12.2 8 13.5 8C12.2 8 12 9.2 12 10.6S12.2 13.2 10 13.2',
  notebook: 'M4 2.2h9v11.6H4ZM2.5 5h3M2.5 8h3M2.5 11h3M8 6h2.8',
  tex: 'M11.5 5V3h-7l4 5l-4 5h7v-2',
  subtitles: 'M2 3.2h12v9.6H2ZM4.4 10h4.2M10.8 10h.8',
  other: 'M4 1.8h5.2L12.2 4.8v9.4H4ZM9 2v3h3',
  up: 'M4 10l4-4l4 4',
  down: 'M4 6l4 4l4-4',
  next: 'M6 3.5L10.5 8L6 12.5',
  back: 'M10 3.5L5.5 8L10 12.5',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6Z',
  clock: 'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12ZM8 4.8V8l2.2 1.6',
  more: 'M3.4 8h.2M7.9 8h.2M12.4 8h.2',
  check: 'M3 8.5L6.5 12L13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  quote: 'M7 4.5H3v4h4v-4Zm0 4c0 1.8-.8 2.8-2.5 3M13 4.5H9v4h4v-4Zm0 4c0 1.8-.8 2.8-2.5 3',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z',
  launch: 'M9 2.5h4.5V7M13.5 2.5L7.5 8.5M7 3.5H2.5v10h10V9',
} as const;
export type IconName = keyof typeof icons;

/** The icon of a document type, each with its own; a type that is not known here looks like any other file. */
export function iconOfType(type: string): IconName {
  const known = DOCUMENT_TYPES.find((name) => name === type) ?? 'other';
  if (known === 'markdown') return 'note';
  return known === 'html' ? 'web' : known;
}
