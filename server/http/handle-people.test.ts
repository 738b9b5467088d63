import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { sessions } from '@/db/schema/sign-in';
import { FRESH_SECONDS } from '@/server/auth/rules';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('fetchFile', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db, {});
  onCleanup(() => server.stop());
  return (path: string, person: Person | null) =>
    server.ask({
      path,
      method: 'GET',
      headers: { accept: '*/*', ...(person && { cookie: `foyer.session=${person.token}` }) },
    });
});

test('the list is handed out whole, with what its reader may see, and it is written down', async ({
  db,
  given,
  fetchFile,
}) => {
  const reader = await given.holder('person.view');
  const owner = await given.user({ displayName: '=cmd' });
  const inGroup = await given.groupWith(owner);
  for (let n = 0; n < 55; n++) {
    const { id } = await given.user();
    await given.membership({ userId: id, principalId: inGroup, grantedAt: new Date() });
  }
  const { address } = await callerFor(db, reader).moderation.users.export({ inGroup });
  const answer = await fetchFile(address, reader);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-disposition']).toMatch(/filename="foyer-people-[\d-]+\.csv"/);
  const lines = answer.text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('userId,handle,displayName,status,isLimited,openCases,sanctions,createdAt');
  expect(lines).toHaveLength(57);
  expect(answer.text).toContain(`,'=cmd,`);
  expect(answer.text).not.toContain(owner.email);
  const entries = await db.select().from(auditEntries).where(eq(auditEntries.actorId, reader.id));
  expect(entries).toMatchObject([{ kind: 'people.exported', after: { filters: ['inGroup', 'flags'] } }]);

  const closer = await given.holder('person.view', 'person.viewEmail', 'person.viewSecurity');
  const whole = await fetchFile(address, closer);
  expect(whole.text).toMatch(/^[^\r]*,createdAt,email,lastSeenAt\r\n/);
  expect(whole.text).toContain(owner.email);
});

test('of the people and the columns that were chosen alone, where they were', async ({
  db,
  given,
  fetchFile,
}) => {
  const reader = await given.holder('person.view');
  const [one, two] = [await given.user(), await given.user()];
  const wish = {
    ids: [one.id, two.id],
    columns: ['joined' as const, 'email' as const],
    sort: 'handle' as const,
  };
  const { address } = await callerFor(db, reader).moderation.users.export(wish);
  const lines = (await fetchFile(address, reader)).text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('userId,handle,displayName,createdAt');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
    [one, two].toSorted((a, b) => (a.handle < b.handle ? -1 : 1)).map(({ id }) => id),
  );
});

test('nobody gets it who may not see everybody, or who did not prove lately who they are', async ({
  db,
  given,
  fetchFile,
}) => {
  const reader = await given.holder('person.view');
  const { address } = await callerFor(db, reader).moderation.users.export({});
  const moderator = await given.moderating(await given.user(), await given.groupWith(await given.user()));
  for (const person of [await given.user(), moderator])
    expect(await fetchFile(address, person)).toMatchObject({ status: 404 });
  expect(await fetchFile(address, null)).toMatchObject({ status: 401 });
  const bySecurity = `/api/people/export?input=${encodeURIComponent('{"flags":["passkey"]}')}`;
  expect(await fetchFile(bySecurity, reader)).toMatchObject({ status: 404 });
  for (const input of ['', '{', '{"sort":"sideways"}'])
    expect(
      await fetchFile(`/api/people/export?input=${encodeURIComponent(input)}`, reader),
      input,
    ).toMatchObject({ status: 400 });
  const provenAt = new Date(Date.now() - FRESH_SECONDS * 1000);
  await db.update(sessions).set({ provenAt }).where(eq(sessions.userId, reader.id));
  expect(await fetchFile(address, reader)).toMatchObject({ status: 403 });
});
