import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { oauthClients } from '@/db/schema/oauth';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { revokeSessions } from '@/server/auth/end-access';
import { PASSWORD } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { serve, type TestServer } from '@/server/testing/http';

/** How many changes are under way at the same moment, and people who go on asking meanwhile at each instance. */
const AT_ONCE = 8;
const VISITORS = 2;

/** Two instances of the app, each with connections of its own to the one database. */
const test = base.extend('instances', { scope: 'file' }, async ({ db, database }, { onCleanup }) => {
  const second = openDatabase(database.url);
  const trustedProxies = ['127.0.0.1'];
  const a = { db, server: await serve(db, { trustedProxies }) };
  const b = { db: second.db, server: await serve(second.db, { trustedProxies }) };
  onCleanup(async () => {
    await Promise.all([a.server.stop(), b.server.stop()]);
    await second.end();
  });
  return { a, b };
});

interface Instance {
  db: Database;
  server: TestServer;
}

type Headers = Record<string, string>;

/** Somebody whose access is about to end. */
interface Victim {
  person: { id: string; email: string; roleId: string };
  /** Of a session that is to end, of an app that is to end, and of another session of the same person. */
  cookie: Headers;
  app: { client: { id: string }; refreshToken: string; headers: Headers };
  elsewhere: Headers;
}

interface Kind {
  tries: number;
  by: 'cookie' | 'app';
  /** What is asked for, before and after; `viewer.me` unless said. */
  path?: string;
  /** The change, at one instance. It has happened once this is done. */
  change(at: Instance, victim: Victim): Promise<unknown>;
  reason: string;
}

const suspend = ({ db }: Instance, { person }: Victim) =>
  db.update(users).set({ status: 'suspended' }).where(eq(users.id, person.id));

const takeRole = ({ db }: Instance, { person }: Victim) =>
  db
    .delete(memberships)
    .where(and(eq(memberships.userId, person.id), eq(memberships.principalId, person.roleId)));

const changePassword = ({ server }: Instance, { elsewhere }: Victim) => {
  const input = { current: PASSWORD, password: 'nine herons read under water' };
  return done(server.call('auth.password.change', input, elsewhere));
};

const OVERVIEW = 'operations.overview';

/** A thousand tries in all. */
const KINDS: Record<string, Kind> = {
  'signing out': {
    tries: 170,
    by: 'cookie',
    change: ({ server }, { cookie }) => done(server.call('auth.signOut', undefined, cookie)),
    reason: 'SESSION_ENDED',
  },
  'ending all sessions': {
    tries: 130,
    by: 'cookie',
    change: ({ db }, { person }) =>
      revokeSessions(db, { email: person.email, cause: { actorId: null }, now: new Date() }),
    reason: 'SESSION_ENDED',
  },
  'suspending, seen by a browser': {
    tries: 100,
    by: 'cookie',
    change: suspend,
    reason: 'ACCOUNT_INACTIVE',
  },
  'a new password, seen by another browser': {
    tries: 25,
    by: 'cookie',
    change: changePassword,
    reason: 'SESSION_ENDED',
  },
  'the loss of a role, seen by a browser': {
    tries: 100,
    by: 'cookie',
    path: OVERVIEW,
    change: takeRole,
    reason: 'NOT_ALLOWED',
  },
  'taking back what an app may do': {
    tries: 130,
    by: 'app',
    change: ({ server }, { app, cookie }) =>
      done(server.call('apps.revoke', { clientId: app.client.id }, cookie)),
    reason: 'TOKEN_REFUSED',
  },
  'the app revoking its token': {
    tries: 110,
    by: 'app',
    change: ({ server }, { app }) =>
      done(
        server.ask({
          method: 'POST',
          path: '/api/oauth/revoke',
          text: new URLSearchParams({ token: app.refreshToken, client_id: app.client.id }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      ),
    reason: 'TOKEN_REFUSED',
  },
  'suspending, seen by an app': { tries: 100, by: 'app', change: suspend, reason: 'TOKEN_REFUSED' },
  'a new password, seen by an app': {
    tries: 25,
    by: 'app',
    change: changePassword,
    reason: 'TOKEN_REFUSED',
  },
  'the loss of a role, seen by an app': {
    tries: 90,
    by: 'app',
    path: OVERVIEW,
    change: takeRole,
    reason: 'NOT_ALLOWED',
  },
  'switching the app off': {
    tries: 20,
    by: 'app',
    change: ({ db }, { app }) =>
      db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, app.client.id)),
    reason: 'TOKEN_REFUSED',
  },
};

test('of a thousand ends of access, under load, none is seen late, at the instance of the change or at another', {
  timeout: 400_000,
}, async ({ given, instances: { a, b } }) => {
  const load = await startLoad([a, b], async () => {
    const person = await given.user();
    const app = await given.app(person, { scopes: ['profile.read'] });
    return [cookieOf(person.token), app.headers];
  });

  const tries = Object.entries(KINDS).flatMap(([name, kind]) =>
    Array.from({ length: kind.tries }, (_, n) => ({ name, kind, n })),
  );
  const outcomes: { name: string; before: unknown[]; after: unknown[] }[] = [];
  const queue = tries.values();
  const work = async () => {
    for (const { name, kind, n } of queue) {
      const victim = await makeVictim();
      const headers = kind.by === 'cookie' ? victim.cookie : victim.app.headers;
      const [here, there] = n % 2 ? [a, b] : [b, a];
      const ask = (at: Instance) => toldBy(at.server, { path: kind.path ?? 'viewer.me', headers });
      const before = [await ask(there), await ask(here)];
      await kind.change(here, victim);
      // The very next requests.
      const after = await Promise.all([ask(there), ask(here)]);
      outcomes.push({ name, before, after });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const visits = await load.stop();

  expect(outcomes).toHaveLength(1000);
  const late = outcomes.filter(({ name, before, after }) => {
    const wanted = KINDS[name]?.reason;
    return before.some((told) => told !== 'answered') || after.some((told) => told !== wanted);
  });
  expect(late).toEqual([]);
  // Both were at work the whole time, and nobody else lost anything.
  expect(visits.failed).toEqual([]);
  for (const answered of visits.answered) expect(answered).toBeGreaterThan(100);

  async function makeVictim(): Promise<Victim> {
    const person = await given.holder('dashboard.view');
    const client = await given.client({ scopes: ['profile.read', 'staff.operations'] });
    const app = await given.app(person, { client });
    const other = await given.session(person);
    return {
      person,
      cookie: cookieOf(person.token),
      app,
      elsewhere: cookieOf(other.token),
    };
  }
});

let addresses = 0;

/** Everybody comes from an address of their own, so that the limits count them apart. */
function cookieOf(token: string): Headers {
  const n = ++addresses;
  return { cookie: `foyer.session=${token}`, 'x-forwarded-for': `10.9.${n >> 8}.${n & 255}` };
}

/** The reason that a call was refused with; 'answered' when it was not. */
async function toldBy(server: TestServer, { path, headers }: { path: string; headers: Headers }) {
  const answer = await server.ask({ path: `/api/trpc/${path}`, headers });
  return answer.status === 200 ? 'answered' : Reflect.get(Object(Object(answer.json()).error), 'message');
}

async function done(call: ReturnType<TestServer['ask']>) {
  const answer = await call;
  if (answer.status !== 200) throw new Error(`the change was answered with ${answer.status}: ${answer.text}`);
}

/** Visitors at each instance, one request after the other, until they are told to stop. */
async function startLoad(instances: Instance[], makeHeaders: () => Promise<Headers[]>) {
  const headers = (await Promise.all(Array.from({ length: VISITORS }, makeHeaders))).flat();
  const answered = instances.map(() => 0);
  const failed: unknown[] = [];
  let stopped = false;
  const visits = instances.flatMap(({ server }, at) =>
    headers.map(async (mine) => {
      while (!stopped) {
        const told = await toldBy(server, { path: 'profile.me', headers: mine });
        if (told === 'answered') answered[at] = (answered[at] ?? 0) + 1;
        else failed.push(told);
      }
    }),
  );
  return {
    async stop() {
      stopped = true;
      await Promise.all(visits);
      return { answered, failed };
    },
  };
}
