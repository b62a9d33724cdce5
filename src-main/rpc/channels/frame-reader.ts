const LENGTH_BYTES = 4;

/** Cuts a stream of bytes, split anywhere, into the frames it was written as (`length: u32 LE`, then that many bytes). */
export function createFrameReader(maxFrameBytes: number): { push(bytes: Uint8Array): Uint8Array[] } {
  let unread: Uint8Array[] = [];
  let unreadBytes = 0;
  let frameBytes: number | null = null;

  /** The next `count` bytes, which must be there. Chunks are joined once per frame, however finely they were split. */
  function take(count: number): Uint8Array {
    const first = unread[0];
    if (first !== undefined && first.byteLength >= count) {
      unread[0] = first.subarray(count);
      unreadBytes -= count;
      return first.subarray(0, count);
    }
    const joined = new Uint8Array(unreadBytes);
    let at = 0;
    for (const chunk of unread) {
      joined.set(chunk, at);
      at += chunk.byteLength;
    }
    unread = [joined.subarray(count)];
    unreadBytes -= count;
    return joined.subarray(0, count);
  }

  return {
    /** The frames that these bytes complete. Errors: RangeError for a length above the limit. */
    push(bytes) {
      unread.push(bytes);
      unreadBytes += bytes.byteLength;
      const frames: Uint8Array[] = [];
      for (;;) {
        if (frameBytes === null) {
          if (unreadBytes < LENGTH_BYTES) return frames;
          const header = take(LENGTH_BYTES);
          frameBytes = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
          if (frameBytes > maxFrameBytes) throw new RangeError(`a frame of ${frameBytes} bytes is too large`);
        }
        if (unreadBytes < frameBytes) return frames;
        frames.push(take(frameBytes));
        frameBytes = null;
      }
    },
  };
}
