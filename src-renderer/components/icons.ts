/** Line drawings on a grid of 16, one path each. */
export const icons = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Zm3.3 7.8L13.5 13.5',
  folder: 'M2 4.5v8h12v-7H7.5L6 3.5H2Z',
  settings: 'M2 4.5h6.5M12 4.5h2M8.5 4.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0M2 11.5h2M7.5 11.5H14M4 11.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0',
  pdf: 'M4 1.8h5.2L12.2 4.8v9.4H4ZM9 2v3h3M6 8.2h4M6 10.4h4',
  note: 'M3 2.5h10v11H3ZM5.5 5.8h5M5.5 8h5M5.5 10.2h3',
  web: 'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12ZM2.2 8h11.6M8 2c-4 4-4 8 0 12c4-4 4-8 0-12',
  text: 'M3 4h10M3 6.7h10M3 9.3h10M3 12h6',
  up: 'M4 10l4-4l4 4',
  down: 'M4 6l4 4l4-4',
  next: 'M6 3.5L10.5 8L6 12.5',
  back: 'M10 3.5L5.5 8L10 12.5',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;
export type IconName = keyof typeof icons;

/** The icon of a document type; unknown types read as text. */
export function iconOfType(type: string): IconName {
  if (type === 'pdf') return 'pdf';
  if (type === 'markdown') return 'note';
  return type === 'html' ? 'web' : 'text';
}
