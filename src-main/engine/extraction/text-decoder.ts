import { decodeText } from './decode-text.ts';

/** Decodes the text of one file and remembers how. */
export type TextDecoderOfFile = {
  readonly decode: (bytes: Uint8Array, declaredEncoding?: string | null) => string | null;
  /** What the text was read in, that of the first part where a file has several; null before. */
  readonly encoding: string | null;
  /** True once any part was read by a guess. */
  readonly isGuessed: boolean;
};

/** `chosen`: the encoding that the user gave the file; null where its bytes are to tell. */
export function createTextDecoder(chosen: string | null): TextDecoderOfFile {
  let encoding: string | null = null;
  let isGuessed = false;
  return {
    decode(bytes, declaredEncoding = null) {
      const decoded = decodeText(bytes, { declaredEncoding, chosenEncoding: chosen });
      if (decoded === null) return null;
      encoding ??= decoded.encoding;
      isGuessed ||= decoded.isGuessed;
      return decoded.text;
    },
    get encoding() {
      return encoding;
    },
    get isGuessed() {
      return isGuessed;
    },
  };
}
