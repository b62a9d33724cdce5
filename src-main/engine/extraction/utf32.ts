const MAX_CODE_POINT = 0x10ffff;

/** Decodes UTF-32, which `TextDecoder` does not know. Null where a unit is no code point. */
export function decodeUtf32(bytes: Uint8Array, encoding: 'utf-32le' | 'utf-32be'): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const codePoint = view.getUint32(offset, encoding === 'utf-32le');
    if (codePoint > MAX_CODE_POINT) return null;
    parts.push(String.fromCodePoint(codePoint));
  }
  return parts.join('');
}
