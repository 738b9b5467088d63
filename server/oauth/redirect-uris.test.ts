import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRedirectAddress, isRegistered } from './redirect-uris';

const port = fc.integer({ min: 1, max: 65_535 });
const rest = fc.stringMatching(/^([/?][!-~]{0,20})?$/);
const loopback = fc.constantFrom('http://127.0.0.1', 'http://[::1]');
const anywhere = fc.constantFrom(
  'https://app.example.test',
  'https://127.0.0.1',
  'http://localhost',
  'http://127.0.0.2',
  'http://127.1',
  'http://[::2]',
  'com.example.app:',
);

describe('an address that is asked for', () => {
  test('on loopback: any port, the same rest', () => {
    fc.assert(
      fc.property(loopback, port, port, rest, (host, one, other, path) => {
        const registered = [`${host}:${one}${path}`];
        expect(isRegistered(registered, `${host}:${other}${path}`)).toBe(true);
        expect(isRegistered(registered, `${host}${path}`)).toBe(true);
        expect(isRegistered([`${host}${path}`], `${host}:${other}${path}`)).toBe(true);
      }),
    );
  });

  test('on loopback: another rest is another address', () => {
    fc.assert(
      fc.property(loopback, port, rest, rest, (host, number, registered, asked) => {
        fc.pre(registered !== asked);
        expect(isRegistered([`${host}${registered}`], `${host}:${number}${asked}`)).toBe(false);
      }),
    );
  });

  test('anywhere else: exactly what is registered, and no other port', () => {
    fc.assert(
      fc.property(anywhere, port, rest, (host, number, path) => {
        const registered = `${host}${path}`;
        expect(isRegistered([registered], registered)).toBe(true);
        expect(isRegistered([registered], `${host}:${number}${path}`)).toBe(false);
      }),
    );
  });

  test('one character more, less or otherwise is another address', () => {
    fc.assert(
      fc.property(anywhere, rest, fc.nat(), fc.stringMatching(/^[!-~]$/), (host, path, at, character) => {
        const registered = `${host}${path}`;
        const cut = at % registered.length;
        const [before, after] = [registered.slice(0, cut), registered.slice(cut + 1)];
        expect(isRegistered([registered], before + after)).toBe(false);
        expect(isRegistered([registered], registered + character)).toBe(false);
        fc.pre(registered[cut] !== character);
        expect(isRegistered([registered], before + character + after)).toBe(false);
      }),
    );
  });

  test.each([
    ['http://127.0.0.1/back', 'http://127.0.0.1:80@evil.example/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1.evil.example/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1:99999/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1:0/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1:80\\@evil.example/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1./back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1/%62ack'],
    ['http://127.0.0.1/back', 'HTTP://127.0.0.1/back'],
    ['http://[::1]/back', 'http://[::1%25lo]/back'],
    ['http://[::1]/back', 'http://[0:0:0:0:0:0:0:1]/back'],
    ['https://app.example.test/back', 'https://app.example.test./back'],
    ['https://app.example.test/back', 'https://app.example.test:443/back'],
    ['https://app.example.test/back', 'https://app.example.test@evil.example/back'],
    ['https://app.example.test/back', 'https://app.example.test\\@evil.example/back'],
    ['https://app.example.test/back', 'https://аpp.example.test/back'],
    ['https://app.example.test/back', 'https://app.example.test/back?'],
    ['com.example.app:/back', 'COM.example.app:/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1:/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1:080/back'],
    ['http://127.0.0.1/back', 'http://localhost/back'],
    ['http://127.0.0.1/back', 'http://[::1]/back'],
    ['http://127.0.0.1/back', 'https://127.0.0.1/back'],
    ['http://127.0.0.1/back', 'http://127.0.0.1/back/../other'],
    ['http://127.0.0.1/back', 'http://127.0.0.1/back\n'],
    ['http://localhost/back', 'http://localhost:3000/back'],
    ['https://app.example.test/back', 'https://APP.example.test/back'],
    ['https://app.example.test/', 'https://app.example.test'],
  ])('%s is not %s', (registered, asked) => {
    expect(isRegistered([registered], asked)).toBe(false);
  });

  test('nothing registered, nothing answered', () => {
    fc.assert(fc.property(fc.webUrl(), (asked) => !isRegistered([], asked)));
  });
});

describe('an address that is registered', () => {
  test.each([
    'https://app.example.test',
    'https://app.example.test:8443/back?way=1',
    'http://127.0.0.1/back',
    'http://127.0.0.1:4000/back',
    'http://[::1]:4000/back',
    'http://localhost:4000/back',
    'com.example.app:/back',
    'com.example.app://back',
  ])('%s can be', (address) => {
    expect(isRedirectAddress(address)).toBe(true);
  });

  test.each([
    ['http away from this machine', 'http://app.example.test/back'],
    ['http to another machine of the network', 'http://192.168.0.2/back'],
    ['a name that begins like loopback', 'http://127.0.0.1.example.test/'],
    ['a name that begins like localhost', 'http://localhost.example.test/'],
    ['a fragment', 'https://app.example.test/#back'],
    ['an empty fragment', 'https://app.example.test/#'],
    ['a parameter of an answer', 'https://app.example.test/?way=1&iss=https://other.test'],
    ['a parameter of an answer, encoded', 'https://app.example.test/?%63ode=1'],
    ['the same of an app', 'com.example.app:/back?state=1'],
    ['a zone of IPv6', 'http://[::1%25lo]:80/back'],
    ['port 0 of loopback', 'http://127.0.0.1:0/back'],
    ['a name and password', 'https://me:secret@app.example.test/'],
    ['an empty name', 'https://@app.example.test/'],
    ['a name on loopback', 'http://me@127.0.0.1/'],
    ['a wildcard', 'https://*.example.test/'],
    ['a wildcard in the path', 'https://app.example.test/*'],
    ['a script', 'javascript:alert(1)'],
    ['a script with a dot', 'javascript:a.b'],
    ['data', 'data:text/html,hello'],
    ['a file', 'file:///etc/passwd'],
    ['a scheme that nobody owns', 'myapp:/back'],
    ['a scheme alone', 'com.example.app:'],
    ['a scheme without its slash', 'com.example.app:back'],
    ['a back slash', 'https://app.example.test\\@evil.example/'],
    ['a space', 'https://app.example.test/a b'],
    ['a new line', 'https://app.example.test/\n'],
    ['letters that look alike', 'https://аpp.example.test/'],
    ['one slash', 'https:/app.example.test/'],
    ['no slash', 'https:app.example.test'],
    ['a port that is none', 'https://app.example.test:99999/'],
    ['no address', 'app.example.test'],
    ['nothing', ''],
    ['one that is very long', `https://app.example.test/${'a'.repeat(500)}`],
  ])('not %s', (_, address) => {
    expect(isRedirectAddress(address)).toBe(false);
  });

  test('what can be registered leads where a browser reads it, without name, password or fragment', () => {
    const near = fc.tuple(
      fc.constantFrom('https://', 'http://', 'http:', 'com.example.app:/', 'javascript:', 'https:'),
      fc.constantFrom('', '127.0.0.1', '[::1]', 'localhost', 'app.example.test', 'me@', ':1', '\\'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(near, (parts) => {
        const address = parts.join('');
        fc.pre(isRedirectAddress(address));
        const { protocol, hostname, username, password, hash } = new URL(address);
        expect([username, password, hash]).toEqual(['', '', '']);
        if (protocol === 'http:') expect(['127.0.0.1', '[::1]', 'localhost']).toContain(hostname);
        else expect(protocol === 'https:' || protocol.includes('.')).toBe(true);
      }),
    );
  });
});
