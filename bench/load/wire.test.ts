import { expect, test } from 'vitest';
import { readAnswer } from './wire';

const HEAD = 'HTTP/1.1 200 OK\r\nX-Request-Id: 1\r\n';

test.each<[string, string]>([
  ['a length', `${HEAD}Content-Length: 4\r\n\r\n{"a"`],
  ['chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n1\r\n"\r\n0\r\n\r\n`],
])('an answer with %s is complete at its end, and not before', (_, text) => {
  for (let cut = 0; cut < text.length; cut++) expect(readAnswer(text.slice(0, cut))).toBeUndefined();
  expect(readAnswer(text)).toMatchObject({ status: 200, body: '{"a"' });
});
