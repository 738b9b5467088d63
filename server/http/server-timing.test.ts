import { eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { profiles, users } from '@/db/schema/users';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db);
  onCleanup(() => server.stop());
  return server;
});
const ME = '/api/trpc/profile.me';
const cookieOf = ({ token }: { token: string }) => ({ cookie: `foyer.session=${token}` });

test('staff see how many queries an answer took, and how long those were', async ({ server, given }) => {
  const moderator = await given.holder('dashboard.view');
  const { headers } = await server.ask({ path: ME, headers: cookieOf(moderator) });
  expect(headers['server-timing']).toMatch(/^db;dur=\d+\.\d;desc="2 queries"$/);
  const batch = await server.ask({
    path: '/api/trpc/viewer.me,profile.me,profile.me?batch=1',
    headers: cookieOf(moderator),
  });
  // The session is looked up once for all of them.
  expect(batch.headers['server-timing']).toMatch(/desc="3 queries"$/);
  const refused = await server.ask({ path: `${ME}?input=1`, headers: cookieOf(moderator) });
  expect(refused.headers['server-timing']).toBeDefined();
});

test('nobody else does: no member, no visitor, no app of somebody of the staff, and nobody whose account is suspended', async ({
  db,
  server,
  given,
}) => {
  const [member, app] = [await given.user(), await given.app(await given.holder('dashboard.view'))];
  const former = await given.holder('dashboard.view');
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, former.id));
  for (const headers of [cookieOf(member), {}, app.headers, cookieOf(former)]) {
    const answer = await server.ask({ path: '/api/trpc/viewer.current', headers });
    expect(answer.headers['server-timing']).toBeUndefined();
  }
});

test('a page says what it took until its head was written', async ({ db, given }) => {
  const server = await serve(db, {
    renderPage: async (_request, response) => {
      await db.select({ bio: profiles.bio }).from(profiles).limit(1);
      response.write('the beginning');
      await db.select({ bio: profiles.bio }).from(profiles).limit(1);
      response.end('and the end');
    },
  });
  onTestFinished(() => server.stop());
  const [moderator, member] = [await given.holder('dashboard.view'), await given.user()];
  const seen = await server.ask({ path: '/admin', headers: cookieOf(moderator) });
  expect(seen.headers['server-timing']).toMatch(/desc="2 queries"$/);
  const unseen = await server.ask({ path: '/admin', headers: cookieOf(member) });
  expect(unseen.headers['server-timing']).toBeUndefined();
});
