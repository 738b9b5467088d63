import { expect, test } from 'vitest';
import { readTraceparent, writeTraceparent } from './current';

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

test('a traceparent is read as it is written', () => {
  const place = { traceId: TRACE, spanId: SPAN, isSampled: true };
  expect(writeTraceparent(place)).toBe(`00-${TRACE}-${SPAN}-01`);
  expect(readTraceparent(writeTraceparent(place))).toEqual(place);
  expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)).toEqual({ ...place, isSampled: false });
  // Of a later version what comes after is nothing to us (section 3.2.2.1), and of the flags all but the last.
  expect(readTraceparent(`01-${TRACE}-${SPAN}-03-more`)).toEqual(place);
});

test.each([
  undefined,
  '',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-01\n`,
  `x00-${TRACE}-${SPAN}-01`,
])('%j is none', (text) => {
  expect(readTraceparent(text)).toBeUndefined();
});
