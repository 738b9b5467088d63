import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, setSecurityHeaders } from './security-headers';

const directives = (development: boolean) =>
  Object.fromEntries(
    contentSecurityPolicy({ nonce: 'abc', development })
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
  );

test('the pages run what carries the nonce and nothing else, and stand in no frame', () => {
  expect(directives(false)).toEqual({
    'default-src': "'self'",
    'script-src': "'nonce-abc' 'strict-dynamic'",
    'style-src': "'self' 'unsafe-inline'",
    'worker-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'frame-src': "'self'",
    'require-trusted-types-for': "'script'",
  });
});

test('hot reload may evaluate and open a socket, and even then no script runs without the nonce', () => {
  expect(directives(true)).toMatchObject({
    'script-src': "'nonce-abc' 'strict-dynamic' 'unsafe-eval'",
    'connect-src': "'self' ws:",
  });
});

test('passkeys work on our pages alone, and nothing else of the device but its camera is to be had', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  setSecurityHeaders(response, { secure: true });
  expect(String(response.getHeader('Permissions-Policy')).split(', ').sort()).toEqual([
    'camera=(self)',
    'geolocation=()',
    'microphone=()',
    'payment=()',
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
    'usb=()',
  ]);
});
