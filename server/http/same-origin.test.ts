import { expect, test } from 'vitest';
import { isFromOurselves } from './same-origin';

const origin = 'https://foyer.example';
const other = 'https://evil.example';

test.each([
  ['a page of ours', { 'sec-fetch-site': 'same-origin', origin }, true],
  ['an older browser on a page of ours', { origin }, true],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: other }, false],
  ['another site that claims our origin', { 'sec-fetch-site': 'cross-site', origin }, false],
  ['another subdomain', { 'sec-fetch-site': 'same-site', origin: 'https://x.foyer.example' }, false],
  ['an address typed in', { 'sec-fetch-site': 'none' }, false],
  ['an older browser on another site', { origin: other }, false],
  ['an origin that begins with ours', { origin: `${origin}.evil.example` }, false],
  ['ours without its s', { origin: 'http://foyer.example' }, false],
  ['ours on another port', { origin: `${origin}:8443` }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['no page at all', {}, false],
  ['a link from ours alone', { referer: `${origin}/settings` }, false],
])('a change asked for by %s', (_, headers, allowed) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post', undefined])
    expect(isFromOurselves({ method, headers }, { origin })).toBe(allowed);
});

test('reading is for everybody', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(isFromOurselves({ method, headers: { 'sec-fetch-site': 'cross-site' } }, { origin })).toBe(true);
});
