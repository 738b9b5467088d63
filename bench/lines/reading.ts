import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import { type Subject, visitorOf } from './subject';
import { moderatorOf } from './visitors';

const CONNECTIONS = 32;
/** What is looked for: beginnings that many and that few have, a whole handle, and an address. */
const SOUGHT = ['ada', 'zoe', 'p1-77', 'an', 'person-1-500@example.test'];

const ROUTE = 'each request passes node:http, tRPC and the checks of the app beside its statements';

/** What reads, by a cookie. */
export const READING: Subject[] = [
  {
    ...reading('a session checked (viewer.me)', 'viewer.me', undefined, (api) => api.viewer.me()),
    statements: 1,
    wanted: '"userId"',
    why: ROUTE,
  },
  {
    ...reading('profile.me', 'profile.me', undefined, (api) => api.profile.me()),
    statements: 2,
    wanted: '"handle"',
    leastRatio: 0.5,
    why: ROUTE,
  },
  {
    ...reading('a page of the inbox', 'notifications.inbox.list', { folder: 'all' }, (api) =>
      api.notifications.inbox.list({ folder: 'all' }),
    ),
    statements: 2,
    wanted: '"notifications":[{',
    why: ROUTE,
  },
  {
    ...reading('what is unread, counted', 'notifications.inbox.unread', undefined, (api) =>
      api.notifications.inbox.unread(),
    ),
    statements: 2,
    wanted: '"data"',
    why: ROUTE,
  },
  {
    name: 'search in /admin/users',
    limit: 'bare',
    connections: CONNECTIONS,
    statements: 2,
    wanted: '"people"',
    why: ROUTE,
    async ready({ visitors }, { n }) {
      const { token } = moderatorOf(visitors, n);
      const input = { text: SOUGHT[n % SOUGHT.length] };
      return {
        asked: { path: pathOf('moderation.users.list', input), headers: cookieOf(token) },
        call: (db) => callerFor(db, { token }).moderation.users.list(input),
      };
    },
  },
  {
    name: 'the page /settings/profile',
    limit: 'empty',
    connections: 8,
    // The session, the profile, its handles, its photos, and what is unread.
    statements: 5,
    wanted: '</html>',
    why: 'the limit is a page with one word; this one has a form of ten fields, a menu and their words to render',
    async ready(ground, { n }) {
      return { asked: { path: '/settings/profile', headers: cookieOf(visitorOf(ground, n).token) } };
    },
  },
];

export const cookieOf = (token: string) => ({ cookie: `foyer.session=${token}` });

function pathOf(procedure: string, input: object | undefined) {
  const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  return `/api/trpc/${procedure}${query}`;
}

function reading(
  name: string,
  procedure: string,
  input: object | undefined,
  call: (api: Caller) => Promise<unknown>,
): Pick<Subject, 'name' | 'limit' | 'connections' | 'ready'> {
  return {
    name,
    limit: 'bare',
    connections: CONNECTIONS,
    async ready(ground, { n }) {
      const { token } = visitorOf(ground, n);
      return {
        asked: { path: pathOf(procedure, input), headers: cookieOf(token) },
        call: (db) => call(callerFor(db, { token })),
      };
    },
  };
}
