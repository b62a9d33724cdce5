/**
 * How a message looks in bytes, on every transport that cannot clone values (sockets and WebSockets):
 *
 *     jsonLength: u32 LE | JSON, UTF-8 | binary parts, one after the other
 *
 * What JSON cannot say stands in it as an object with one `$` key: `{"$bytes":[offset,length]}` and
 * `{"$floats":[offset,length]}` (bytes into the parts; floats little-endian), `{"$bigint":"12"}`, `{"$number":"NaN"}`.
 * Keys of ordinary objects that begin with `$` get one more, so nothing a user wrote can be taken for a part.
 * `undefined` is left out of objects and is null in arrays, as in JSON.
 */

/** Larger messages are refused by sender and receiver: a page of results has a few hundred kilobytes. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const LENGTH_BYTES = 4;

/** Errors: RangeError above `MAX_MESSAGE_BYTES`, TypeError for values that have no wire form (dates, maps, functions). */
export function encodeWire(message: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let partsBytes = 0;

  function toPart(bytes: Uint8Array): [offset: number, length: number] {
    const offset = partsBytes;
    parts.push(bytes);
    partsBytes += bytes.byteLength;
    return [offset, bytes.byteLength];
  }

  // `this[key]` and not `value`: a Buffer's toJSON has run already where the replacer is called.
  const json = JSON.stringify(message, function (this: Record<string, unknown>, key: string) {
    return replace(this[key], toPart);
  });
  if (json === undefined) throw new TypeError('a message must be a value');
  const jsonBytes = new TextEncoder().encode(json);
  const total = LENGTH_BYTES + jsonBytes.byteLength + partsBytes;
  if (total > MAX_MESSAGE_BYTES) throw new RangeError(`a message of ${total} bytes is too large`);

  const wire = new Uint8Array(total);
  new DataView(wire.buffer).setUint32(0, jsonBytes.byteLength, true);
  wire.set(jsonBytes, LENGTH_BYTES);
  let at = LENGTH_BYTES + jsonBytes.byteLength;
  for (const part of parts) {
    wire.set(part, at);
    at += part.byteLength;
  }
  return wire;
}

/** The message in `wire`. Typed arrays are copies. Errors: throws on anything `encodeWire` cannot have made. */
export function decodeWire(wire: Uint8Array): unknown {
  if (wire.byteLength < LENGTH_BYTES || wire.byteLength > MAX_MESSAGE_BYTES) throw new RangeError('not a message');
  const partsAt = LENGTH_BYTES + new DataView(wire.buffer, wire.byteOffset).getUint32(0, true);
  if (partsAt > wire.byteLength) throw new RangeError('a message shorter than it says');
  const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(wire.subarray(LENGTH_BYTES, partsAt));
  const parts = wire.subarray(partsAt);
  // A reviver makes parsing several times slower, and most messages need none.
  if (!json.includes('"$')) return JSON.parse(json);
  return JSON.parse(json, (_key, value: unknown) => revive(value, parts));
}

function replace(value: unknown, toPart: (bytes: Uint8Array) => [number, number]): unknown {
  switch (typeof value) {
    case 'bigint':
      return { $bigint: value.toString() };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? '-0' : String(value) };
    case 'function':
    case 'symbol':
      throw new TypeError(`a ${typeof value} has no wire form`);
    case 'object':
      return value === null || Array.isArray(value) ? value : replaceObject(value, toPart);
    default:
      return value;
  }
}

function replaceObject(value: object, toPart: (bytes: Uint8Array) => [number, number]): unknown {
  if (value instanceof Uint8Array) return { $bytes: toPart(value) };
  if (value instanceof Float32Array) return { $floats: toPart(littleEndian(value)) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${value.constructor.name} has no wire form`);
  if (!Object.keys(value).some((key) => key.startsWith('$'))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.startsWith('$') ? `$${key}` : key, inner]));
}

function revive(value: unknown, parts: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (!entries.some(([key]) => key.startsWith('$'))) return value;
  const [key, inner] = entries.length === 1 && entries[0] !== undefined ? entries[0] : ['', null];
  switch (key) {
    case '$bytes':
      return takePart(inner, parts);
    case '$floats':
      return fromLittleEndian(takePart(inner, parts));
    case '$bigint':
      return BigInt(asText(inner));
    case '$number':
      return Number(asText(inner));
    default:
      return Object.fromEntries(entries.map(([name, each]) => [unescapeKey(name), each]));
  }
}

function unescapeKey(key: string): string {
  if (!key.startsWith('$')) return key;
  if (!key.startsWith('$$')) throw new TypeError('an unknown wire form');
  return key.slice(1);
}

function takePart(range: unknown, parts: Uint8Array): Uint8Array<ArrayBuffer> {
  const [offset, length] = Array.isArray(range) ? (range as unknown[]) : [];
  if (!isCount(offset) || !isCount(length) || offset + length > parts.byteLength)
    throw new RangeError('a part outside of its message');
  // Not `parts.slice`: on Node's Buffer that is a view, which would keep the whole message alive.
  return new Uint8Array(parts.subarray(offset, offset + length));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('an unknown wire form');
  return value;
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function littleEndian(floats: Float32Array): Uint8Array {
  if (isLittleEndian) return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  const view = new DataView(new ArrayBuffer(floats.byteLength));
  floats.forEach((float, index) => view.setFloat32(index * 4, float, true));
  return new Uint8Array(view.buffer);
}

function fromLittleEndian(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  if (bytes.byteLength % 4 !== 0) throw new RangeError('a part that holds no whole floats');
  if (isLittleEndian) return new Float32Array(bytes.buffer);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true));
}
