import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import type { AppRouter } from '@/server/router';
import { needsSignIn, refusalOf } from './refusal';

test('a refusal of the server is told in its own words', () => {
  const data = { code: 'TOO_MANY_REQUESTS', httpStatus: 429, reason: 'RATE_LIMITED', retryAfter: 60 };
  const error = TRPCClientError.from<AppRouter>(
    JSON.parse(JSON.stringify({ error: { code: -32029, message: 'RATE_LIMITED', data } })),
  );
  expect(refusalOf(error)).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: 60 });
});

test('no answer, or one that is not ours, means that the person is offline', () => {
  expect(refusalOf(TRPCClientError.from(new TypeError('fetch failed')))).toEqual({ reason: 'OFFLINE' });
  const proxy = TRPCClientError.from(JSON.parse('{"error":{"code":-1,"message":"Bad gateway"}}'));
  expect(refusalOf(proxy)).toEqual({ reason: 'OFFLINE' });
});

test('a fault of the page itself is ours', () => {
  for (const fault of [new Error('not what was expected'), 'text', undefined, null])
    expect(refusalOf(fault)).toEqual({ reason: 'INTERNAL' });
});

test('who is not signed in, or no longer, has to sign in', () => {
  expect(needsSignIn({ reason: 'SIGNED_OUT' })).toBe(true);
  expect(needsSignIn({ reason: 'SESSION_ENDED' })).toBe(true);
  expect(needsSignIn({ reason: 'NOT_ALLOWED' })).toBe(false);
});
