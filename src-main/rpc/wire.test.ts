import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from './channels/frame-reader.ts';
import { decodeWire, encodeWire } from './wire.ts';

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array(),
  fc.float32Array(),
);
const key = fc.oneof(fc.string(), fc.constantFrom('$bytes', '$floats', '$bigint', '$number', '$', '$$', '__proto__'));
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'))),
}));

test('every value comes back as it was', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(decodeWire(encodeWire(value))).toEqual(value);
    }),
  );
});

test('frames come back whole, however the stream was split and merged', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.array(fc.integer({ min: 1, max: 40 })), (frames, cuts) => {
      const stream = Buffer.concat(frames.flatMap((frame) => [header(frame.byteLength), frame]));
      const reader = createFrameReader(50);
      const read: number[][] = [];
      let at = 0;
      for (let turn = 0; at < stream.byteLength; turn++) {
        const end = at + (cuts[turn % cuts.length] ?? stream.byteLength);
        for (const frame of reader.push(stream.subarray(at, end))) read.push([...frame]);
        at = end;
      }
      expect(read).toEqual(frames.map((frame) => [...frame]));
    }),
  );
});

test('a frame longer than the limit is refused before its bytes are there', () => {
  expect(() => createFrameReader(50).push(header(51))).toThrow(RangeError);
});

test('random bytes never decode to anything but a value or an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeWire(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

test.each([
  ['a part outside of the message', { $bytes: [0, 5] }],
  ['a negative part', { $bytes: [-1, 1] }],
  ['an unknown form', { $date: 1 }],
  ['a bigint that is none', { $bigint: '1x' }],
])('%s is refused', (_name, json) => {
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  expect(() => decodeWire(Buffer.concat([header(bytes.byteLength), bytes]))).toThrow();
});

test.each([[new Date(0)], [new Map()], [() => 1], [undefined], [{ inner: Symbol('x') }]])(
  'a value without a wire form is refused',
  (value) => {
    expect(() => encodeWire(value)).toThrow(TypeError);
  },
);

function header(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}
