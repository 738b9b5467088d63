import { createHash } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { dataExports } from '@/db/schema/leaving';
import { rateLimits, workerHeartbeats } from '@/db/schema/operations';
import { memberships, objectGrants } from '@/db/schema/permissions';
import { photoUploads } from '@/db/schema/photos';
import { exportsFolder } from '@/server/export/files';
import type { JobEntries, World } from '@/server/jobs/testing/job-entry';
import { PERMISSIONS } from '@/server/roles/permissions';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

/** What goes on by the clock. */
export const UPKEEP_JOBS: Pick<JobEntries, 'audit.seal' | 'sweep'> = {
  'audit.seal': {
    statements: 1,
    example: async ({ given, size }) => {
      for (let n = 0; n < size; n++) await given.auditEntry();
      return { payload: {} };
    },
  },
  sweep: {
    // One for each table, a second for each that is gone through by its key, and some for what is more than rows.
    statements: 57,
    again: {
      statements: 3,
      because:
        'grants are removed until there are none, and names of files are looked for once more under the lock',
    },
    example: async (world) => {
      const { given, size } = world;
      for (let n = 0; n < size; n++) {
        await given.paused(await given.user(), { dueAt: ago(1) });
        await given.leaving(await given.user(), { dueAt: ago(1) });
        await expired(world);
        await removedGroup(world);
        await decided(world);
        await erasedLongAgo(world);
        await leftFiles(world);
      }
      await world.db
        .insert(workerHeartbeats)
        .values(Array.from({ length: size }, (_, n) => ({ workerId: `worker-${n}`, seenAt: ago(2) })));
      return { payload: {} };
    },
  },
};

/** Somebody of whom everything has come to its end. */
async function expired({ db, given }: World) {
  const person = await given.user();
  const other = await given.user();
  await given.signUp({ expiresAt: ago(1) });
  await given.attempt(person, { now: ago(1) });
  await given.reset(person, { expiresAt: ago(1) });
  await given.emailChange(person, { expiresAt: ago(1) });
  await given.session(person, { now: ago(200) });
  await given.trustedDevice(person, { now: ago(200) });
  await given.contactRequest(other, person, { askedAt: ago(400) });
  await given.message(other, person, { removedAt: ago(400) });
  const { id: passkeyId } = await given.passkey(person);
  await given.event(person, { kind: 'session.started', at: ago(400), details: { passkeyId } });
  const groupId = await given.group({ owners: [other] });
  await given.groupInvitation(groupId, person, other, { at: ago(40) });
  await given.actedOn(person, other, { kind: 'limit', endsAt: ago(1) });
  await db.insert(memberships).values({
    ...{ userId: person.id, principalId: await given.role() },
    expiresAt: ago(40),
  });
  await db.insert(rateLimits).values({ key: uuid(), points: 1, expire: ago(1) });
  await db.insert(photoUploads).values({
    ...{ key: uuid(), userId: person.id, metadata: {}, callbackUrl: '', callbackSlug: 'avatar' },
    expiresAt: ago(1),
  });
  await db.insert(dataExports).values({
    ...{ id: uuid(), userId: person.id, state: 'ready', requestedAt: ago(3), readyAt: ago(3) },
    expiresAt: ago(1),
  });
}

/** A group that was removed long ago, with people in it and what it was given, and with a case about it. */
async function removedGroup({ db, given }: World) {
  const [owner, member] = [await given.user(), await given.user()];
  const groupId = await given.group({ owners: [owner], members: [member] }, { removedAt: ago(60) });
  await given.groupCase(groupId);
  const grant = { permissionId: PERMISSIONS['group.moderate'].id, objectType: 'group' as const };
  await db.insert(objectGrants).values([
    { ...grant, principalId: owner.id, objectId: groupId, grantedAt: new Date() },
    {
      ...grant,
      principalId: groupId,
      objectId: await given.group({ owners: [owner] }),
      grantedAt: new Date(),
    },
  ]);
}

/** A case that was decided so long ago that what was kept of it goes. */
async function decided({ given }: World) {
  const [person, by] = [await given.user(), await given.user()];
  const resolved = { state: 'resolved', outcome: 'dismissed', resolvedAt: ago(500) } as const;
  await given.report(await given.case(person, resolved), by);
}

/** Somebody whom the audit trail names, and who was erased more than twelve months ago. */
async function erasedLongAgo({ given }: World) {
  const subjectId = uuid();
  await given.auditEntry({ at: ago(500), subjectId });
  await given.auditEntry({ at: ago(499), actorId: subjectId });
  await given.auditEntry({ at: ago(450), kind: 'account.erased', subjectId });
}

/** A copy and a photo that no row names. */
async function leftFiles({ dataDir }: World) {
  await mkdir(exportsFolder(dataDir), { recursive: true });
  await writeFile(join(exportsFolder(dataDir), `${uuid()}.zip`), 'a copy');
  const key = createHash('sha256').update(uuid()).digest('hex');
  const folder = join(dataDir, 'photos', key.slice(0, 2), key);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '512.webp'), 'a photo');
  await utimes(folder, ago(2), ago(2));
}
