import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

it('reads back the offset it wrote', () => {
  expect(decodeCursor(encodeCursor({ offset: 40, queryFingerprint: 'abc' }), 'abc')).toBe(40);
  expect(decodeCursor(null, 'abc')).toBe(0);
});

it.each(['', 'x', encodeCursor({ offset: 4, queryFingerprint: 'other' }), Buffer.from('-1:abc').toString('base64url')])(
  'refuses a cursor that is not of this query: %j',
  (cursor) => {
    expect(() => decodeCursor(cursor, 'abc')).toThrow(expect.objectContaining({ code: 'invalidCursor' }));
  },
);
