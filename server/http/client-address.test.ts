import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, clientAddress, loggableAddress } from './client-address';

const PROXIES = ['10.0.0.0/8', '2001:db8:ffff::/48', '192.0.2.1'];

describe('the client of a request', () => {
  test.each([
    ['nobody is trusted', '203.0.113.5', '198.51.100.1', [], '203.0.113.5'],
    ['a stranger says so', '203.0.113.5', '198.51.100.1', PROXIES, '203.0.113.5'],
    ['a proxy of ours says so', '10.1.2.3', '198.51.100.1', PROXIES, '198.51.100.1'],
    ['two proxies say so', '10.1.2.3', '198.51.100.1, 192.0.2.1', PROXIES, '198.51.100.1'],
    ['the client made up the rest', '10.1.2.3', '1.1.1.1, 198.51.100.1', PROXIES, '198.51.100.1'],
    ['the proxy is known in IPv6', '2001:db8:ffff::9', '2001:db8::7', PROXIES, '2001:db8::7'],
    ['IPv4 comes in IPv6`s clothes', '::ffff:10.1.2.3', '::ffff:198.51.100.1', PROXIES, '198.51.100.1'],
    ['all hops are ours', '10.1.2.3', '10.9.9.9', PROXIES, '10.9.9.9'],
    ['there is no header', '10.1.2.3', undefined, PROXIES, '10.1.2.3'],
    ['the line is gone', undefined, undefined, PROXIES, 'unknown'],
  ])('%s: from %s, saying %s', (_, remoteAddress, forwarded, trusted, expected) => {
    expect(clientAddress(requestFrom(remoteAddress, forwarded), { trusted })).toBe(expected);
  });

  test.each([
    'unknown',
    '_hidden',
    '',
    ',,,',
    '1',
    '0x7f.1',
    '127.1',
    '198.51.100.1:443',
    '[2001:db8::7]',
    '999.1.1.1',
    '198.51.100.1\0',
    "'; drop table sessions",
  ])('garbage from a proxy of ours changes nothing: %j', (garbage) => {
    expect(clientAddress(requestFrom('10.1.2.3', garbage), { trusted: PROXIES })).toBe('10.1.2.3');
    const beyond = requestFrom('10.1.2.3', `${garbage}, 198.51.100.1`);
    expect(clientAddress(beyond, { trusted: PROXIES })).toBe('198.51.100.1');
  });

  test('whatever a stranger sends, the client is the stranger', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (forwarded) => {
        expect(clientAddress(requestFrom('203.0.113.5', forwarded), { trusted: PROXIES })).toBe(
          '203.0.113.5',
        );
      }),
    );
  });
});

test.each([
  ['192.0.2.77', '192.0.2.77/32', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.77/32', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['unknown', 'unknown', 'unknown'],
])('%s is counted as %s and logged as %s', (address, key, logged) => {
  expect(addressKey(address)).toBe(key);
  expect(loggableAddress(address)).toBe(logged);
});

test('one IPv6 network is counted as one, and a log never tells the last part of an address', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 }), fc.ipV4(), (host, v4) => {
      const tail = host.map((part) => part.toString(16)).join(':');
      expect(addressKey(`2001:db8:1:2:${tail}`)).toBe('2001:db8:1:2::/64');
      expect(loggableAddress(v4)).toMatch(/^\d+\.\d+\.\d+\.0\/24$/);
    }),
  );
});

function requestFrom(remoteAddress: string | undefined, forwarded: string | undefined) {
  // Of a socket only the address is looked at.
  const socket = JSON.parse(JSON.stringify({ remoteAddress }));
  return { socket, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } };
}
