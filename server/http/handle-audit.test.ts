import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { sessions } from '@/db/schema/sign-in';
import { FRESH_SECONDS } from '@/server/auth/rules';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('fetchFile', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db, {});
  onCleanup(() => server.stop());
  return (path: string, person: Person | null, { method = 'GET', accept = '*/*' } = {}) =>
    server.ask({
      path,
      method,
      headers: { accept, ...(person && { cookie: `foyer.session=${person.token}` }) },
    });
});

const PAGE = 'text/html,application/xhtml+xml';

test.for(['csv', 'jsonl'] as const)(
  'hands out as %s what the filter finds, and writes it down',
  async (format, { db, given, fetchFile }) => {
    const reader = await given.holder('audit.view');
    const subject = await given.user();
    const subjectId = subject.id;
    await given.auditEntry({ subjectId, kind: 'profile.updated', after: { fields: ['bio', '=name'] } });
    await given.auditEntry({ subjectId, kind: 'photo.added' });
    const filter = { subject: subject.handle, group: 'profile' as const };
    const { address } = await callerFor(db, reader).audit.export({ format, filter });
    const answer = await fetchFile(address, reader);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'content-disposition': expect.stringMatching(
        new RegExp(`filename="foyer-audit-\\d{4}-\\d\\d-\\d\\d\\.${format}"`),
      ),
      'x-content-type-options': 'nosniff',
    });
    const lines = answer.text.trimEnd().split(/\r?\n/);
    if (format === 'csv') {
      expect(lines[0]).toMatch(/^id,at,kind,actorId,/);
      expect(lines).toHaveLength(3);
      expect(lines[2]).toContain('"{""fields"":[""bio"",""=name""]}"');
    } else {
      expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['photo.added', 'profile.updated']);
    }
    const { entries } = await callerFor(db, reader).audit.list({
      filter: { actor: reader.handle, kind: 'audit.exported' },
    });
    expect(entries).toMatchObject([{ after: { format, filter } }]);
  },
);

test('nobody gets it who may not, or who did not prove lately who they are', async ({
  db,
  given,
  fetchFile,
}) => {
  const reader = await given.holder('audit.view');
  const { address } = await callerFor(db, reader).audit.export({ format: 'csv' });
  expect(await fetchFile(address, await given.user())).toMatchObject({ status: 404 });
  expect(await fetchFile(address, await given.holder('dashboard.view'))).toMatchObject({ status: 404 });
  expect(await fetchFile(address, null)).toMatchObject({ status: 401 });
  expect(await fetchFile(address, null, { accept: PAGE })).toMatchObject({
    status: 303,
    headers: { location: '/sign-in?next=%2Fadmin%2Faudit' },
  });
  expect(await fetchFile(address, reader, { method: 'POST' })).not.toMatchObject({ status: 200 });
  for (const input of ['', '{', '{"format":"xml"}', '{"format":"csv","filter":{"actorId":1}}'])
    expect(
      await fetchFile(`/api/audit/export?input=${encodeURIComponent(input)}`, reader),
      input,
    ).toMatchObject({ status: 400 });

  const provenAt = new Date(Date.now() - FRESH_SECONDS * 1000);
  await db.update(sessions).set({ provenAt }).where(eq(sessions.userId, reader.id));
  expect(await fetchFile(address, reader)).toMatchObject({ status: 403 });
  expect(await fetchFile(address, reader, { accept: PAGE })).toMatchObject({
    status: 303,
    headers: { location: '/admin/audit' },
  });
});
