import { expect, test } from 'vitest';
import { routeOf } from './route-of';

test('a path is for one of a few things, and whatever is none of them is a page', () => {
  const routes = {
    '/api/health/ready': 'health',
    '/_next/static/chunks/main.js': 'static',
    '/sw.js': 'static',
    '/api/trpc/profile.me,viewer.me': 'procedure',
    '/api/oauth/token': 'app',
    '/.well-known/openid-configuration': 'page',
    '/.well-known/oauth-authorization-server': 'app',
    '/api/unsubscribe': 'unsubscribe',
    '/api/auth/callback/ticket': 'auth',
    '/api/uploadthing': 'upload',
    '/api/uploads/abc': 'upload',
    '/api/photos/abc/64.webp': 'photo',
    '/api/exports/abc': 'file',
    '/api/evidence/abc': 'file',
    '/settings/profile': 'page',
    '/api/nothing': 'page',
    '/constructor': 'page',
    '//evil.example/%2e%2e': 'page',
    '': 'page',
  };
  expect(Object.fromEntries(Object.keys(routes).map((path) => [path, routeOf(path)]))).toEqual(routes);
});
