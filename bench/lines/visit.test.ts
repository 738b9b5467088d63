import { expect, test } from 'vitest';
import { written } from './visit';

const PLACE = { port: 3000 };

test('a request is written as it goes over the line', () => {
  expect(written({ path: '/a?b', headers: { cookie: 'c=d' } }, PLACE)).toBe(
    'GET /a?b HTTP/1.1\r\nhost: localhost:3000\r\ncookie: c=d\r\n\r\n',
  );
});

test('a body is as long in bytes as it says, whatever is in it', () => {
  const text = written({ path: '/', body: { type: 'text/plain', content: 'é' } }, PLACE);
  expect(text).toMatch(/^POST /);
  expect(text).toContain('content-length: 2\r\n\r\n');
  expect(Buffer.from(text.split('\r\n\r\n')[1] ?? '', 'latin1').toString()).toBe('é');

  const bytes = Buffer.from([0, 13, 10, 255]);
  const file = written({ method: 'PUT', path: '/', body: { type: 'image/png', content: bytes } }, PLACE);
  expect(file).toMatch(/^PUT /);
  expect(Buffer.from(file, 'latin1').subarray(-4)).toEqual(bytes);
});
