import type { OfficeContentNode } from 'officeparser';

/** A node's text; of those that have none of their own, that of what is in it, a line each. */
export function textOf(node: OfficeContentNode): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return altTextOf(node);
  if (node.text !== undefined && node.text !== '') return node.text;
  return (node.children ?? []).map(textOf).join(node.type === 'paragraph' || node.type === 'text' ? '' : '\n');
}

function altTextOf({ metadata }: OfficeContentNode): string {
  return metadata !== undefined && 'altText' in metadata && typeof metadata.altText === 'string' ? metadata.altText : '';
}
