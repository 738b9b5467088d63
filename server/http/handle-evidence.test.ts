import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { casePictures, cases } from '@/db/schema/moderation';
import { evidenceAddress } from '@/server/moderation/rules';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import type { TestServer } from '@/server/testing/http';
import { photoClient } from '@/server/testing/photo-client';
import { photoTest, picture } from '@/server/testing/photo-fixtures';

const Uploaded = z.object({ serverData: z.object({ photo: z.object({ id: z.string() }) }) });

const test = photoTest.extend('reported', { scope: 'file' }, ({ db, server, given, dataDir }) => async () => {
  const [owner, reporter] = [await given.user(), await given.user()];
  const { serverData } = Uploaded.parse(await photoClient(server, owner).upload(await picture('crimson')));
  const { id } = serverData.photo;
  const { reports } = callerFor(db, reporter, { services: { dataDir } }).moderation;
  await reports.create({ id: uuid(), subject: { kind: 'photo', id }, kind: 'sexual' });
  const [kept] = await picturesOf(db, id);
  return { owner, reporter, photoId: id, path: evidenceAddress({ pictureId: kept?.id ?? '' }), kept };
});

function picturesOf(db: Database, photoId: string) {
  return db.select().from(casePictures).where(eq(casePictures.photoId, photoId));
}

/** As a browser that is signed in. The image as it came, latin-1. */
function ask(server: TestServer, path: string, who: Pick<Person, 'token'> | null) {
  return server.ask({ path, headers: { ...(who && { cookie: `foyer.session=${who.token}` }) } });
}

test('a photo that was reported is kept as it was, for who handles the case, and for nobody’s cache', async ({
  db,
  server,
  given,
  reported,
  trail,
}) => {
  const { owner, path, kept } = await reported();
  const mod = await given.holder('report.handle');
  await callerFor(db, owner).profile.update({ bio: 'I changed' });
  const { status, headers } = await ask(server, path, mod);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  const { format, width } = await sharp(kept?.image).metadata();
  expect([format, width]).toEqual(['webp', 512]);
  await ask(server, path, mod);
  const views = (await trail(owner)).filter(({ kind }) => kind === 'person.viewedByStaff');
  expect(views.map(({ actorId }) => actorId)).toEqual([mod.id]);
});

test('for everybody else it is not there: its person, the reporter, a moderator out of reach, a visitor', async ({
  db,
  server,
  given,
  reported,
  dataDir,
}) => {
  const { owner, reporter, path, photoId } = await reported();
  const elsewhere = await given.moderating(await given.user(), await given.groupWith(await given.user()));
  const gone = await given.holder('report.handle');
  for (const who of [null, owner, reporter, elsewhere])
    expect((await ask(server, path, who)).status).toBe(404);
  expect((await ask(server, evidenceAddress({ pictureId: uuid() }), gone)).status).toBe(404);
  expect((await ask(server, '/api/evidence/..%2fx', gone)).status).toBe(404);
  const inGroup = await given.moderating(await given.user(), await given.groupWith(owner));
  expect((await ask(server, path, inGroup)).status).toBe(200);
  // Reported by another, it is kept once.
  const second = { id: uuid(), subject: { kind: 'photo', id: photoId }, kind: 'other' } as const;
  const other = callerFor(db, await given.user(), { services: { dataDir } });
  await other.moderation.reports.create(second);
  expect(await picturesOf(db, photoId)).toHaveLength(1);
  expect(await db.$count(cases, eq(cases.subjectId, photoId))).toBe(1);
});
