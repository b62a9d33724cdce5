import { describe, expect, it } from 'vitest';
import { writeArchive } from '../../../fixtures/office/write-office.ts';
import { openArchive } from './archive.ts';

const LIMITS = { unpackedBytes: 2_000_000, heldBytes: 1_000_000 };
const blanks = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x20);

/** Makes every size that the archive declares of its unpacked parts small. */
function withSmallSizes(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive);
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 4))
    bytes.writeUInt32LE(100, at + 24);
  bytes.writeUInt32LE(100, 22);
  return bytes;
}

function streamedBytes(archive: Uint8Array, part: string): number {
  let count = 0;
  openArchive(archive, LIMITS).stream(part, (piece) => {
    count += piece.length;
    return true;
  });
  return count;
}

describe('openArchive', () => {
  it('reads parts, whatever the case of their names', () => {
    const archive = openArchive(writeArchive({ 'Word\\Document.xml': 'سلام', 'empty.xml': '', 'folder/': '' }));
    expect(archive.names).toEqual(['Word/Document.xml', 'empty.xml']);
    expect(Buffer.from(archive.read('word/document.XML')).toString()).toBe('سلام');
    expect(archive.read('empty.xml')).toHaveLength(0);
    expect(archive.has('nothing.xml')).toBe(false);
    expect(() => archive.read('nothing.xml')).toThrow('corrupt');
  });

  it('counts what parts unpack to, whatever sizes the archive declares', () => {
    const bytes = writeArchive({ 'fits.xml': blanks(900_000), 'large.xml': blanks(1_500_000), 'bomb.xml': blanks(9_000_000) });
    for (const archive of [bytes, withSmallSizes(bytes)]) {
      expect(openArchive(archive, LIMITS).read('fits.xml')).toHaveLength(900_000);
      expect(() => openArchive(archive, LIMITS).read('large.xml')).toThrow('unpacksTooLarge');
      expect(streamedBytes(archive, 'large.xml')).toBe(1_500_000);
      expect(() => streamedBytes(archive, 'bomb.xml')).toThrow('unpacksTooLarge');
    }
  });

  it('counts all parts together, and one part as often as it is read', () => {
    const archive = openArchive(writeArchive({ 'a.xml': blanks(900_000) }), LIMITS);
    archive.read('a.xml');
    archive.read('a.xml');
    expect(() => archive.read('a.xml')).toThrow('unpacksTooLarge');
  });

  it('stops when it is told to', () => {
    const pieces: number[] = [];
    openArchive(writeArchive({ 'a.xml': blanks(9_000_000) })).stream('a.xml', (piece) => pieces.push(piece.length) < 1);
    expect(pieces).toHaveLength(1);
  });

  it('tells encrypted and broken archives', () => {
    const bytes = Buffer.from(writeArchive({ 'a.xml': 'text' }));
    const encrypted = Buffer.from(bytes);
    encrypted.writeUInt16LE(1, encrypted.indexOf('PK\u0001\u0002') + 8);
    expect(() => openArchive(encrypted).read('a.xml')).toThrow('encrypted');
    expect(() => openArchive(bytes.subarray(0, -10))).toThrow('corrupt');
    const lost = Buffer.from(bytes);
    lost.writeUInt32LE(0xfffffff0, lost.length - 6);
    expect(() => openArchive(lost)).toThrow('corrupt');
  });
});
