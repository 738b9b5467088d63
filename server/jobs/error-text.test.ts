import { expect, test } from 'vitest';
import { errorText } from './error-text';

test('an error is one short line', () => {
  expect(errorText(new Error(`first\r\n\u0007second\u2028third ${'x'.repeat(5000)}`))).toMatch(
    /^first second third x{281}$/,
  );
});

test.each([
  '550 5.1.1 <ada@example.test>: Recipient address rejected',
  'Recipient ada@example.test unknown',
  "no mailbox 'ada+tag@sub.example.test' here",
  'to:adä@exämple.test',
])('%j names nobody', (text) => {
  const told = errorText(new Error(text));
  expect(told).toContain('[address]');
  expect(told).not.toMatch(/ad[aä]|ex[aä]mple/);
});

test('anything thrown has a text', () => {
  expect(errorText('plain')).toBe('plain');
  expect(errorText(new TypeError())).toBe('TypeError');
  expect(errorText(undefined)).toBe('undefined');
});
