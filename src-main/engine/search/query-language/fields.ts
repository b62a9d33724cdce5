export type TextField = 'type' | 'ext' | 'folder' | 'path' | 'name' | 'title' | 'author' | 'lang' | 'tag';
/** `before` and `after` are dates, too, each open at one end. */
export type DateField = 'date' | 'before' | 'after';
export type FilterField = TextField | DateField | 'size';

/** Every name of a field as people type it. `#word` is no name of `tag`: `#include` and `#123` are text. */
export const FIELD_NAMES: Readonly<Record<string, FilterField>> = {
  type: 'type',
  kind: 'type',
  ext: 'ext',
  folder: 'folder',
  in: 'folder',
  dir: 'folder',
  path: 'path',
  name: 'name',
  filename: 'name',
  file: 'name',
  title: 'title',
  author: 'author',
  lang: 'lang',
  language: 'lang',
  size: 'size',
  before: 'before',
  after: 'after',
  date: 'date',
  tag: 'tag',
};

export const MAX_FIELD_CHARS = Math.max(...Object.keys(FIELD_NAMES).map((name) => name.length));

/** The field of a name in any casing, or null. */
export function fieldNamed(name: string): FilterField | null {
  const key = name.toLowerCase();
  return Object.hasOwn(FIELD_NAMES, key) ? (FIELD_NAMES[key] ?? null) : null;
}

export function isTextField(field: FilterField): field is TextField {
  return !(field === 'size' || isDateField(field));
}

export function isDateField(field: FilterField): field is DateField {
  return field === 'date' || field === 'before' || field === 'after';
}
