import { asc, eq, sql } from 'drizzle-orm';
import { test as base } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { notificationEvents } from '@/db/schema/notifications';
import { createTestDatabase } from './database';
import { makeGiven } from './factories';

/**
 * A test against PostgreSQL. The file has a database of its own, which its tests share: each makes the people it
 * needs with `given`, and counts only what is theirs. `trail` reads what the audit trail says about somebody,
 * `jobs` the queue, `notices` what somebody is to be told.
 */
export const test = base
  .extend('database', { scope: 'file' }, async ({}, { onCleanup }) => {
    const database = await createTestDatabase();
    onCleanup(() => database.drop());
    return database;
  })
  .extend('db', { scope: 'file' }, ({ database }) => database.connection.db)
  .extend('given', { scope: 'file' }, ({ db }) => makeGiven(db))
  .extend('trail', { scope: 'file' }, ({ db }) => async (person: { id: string }) => {
    const about = eq(auditEntries.subjectId, person.id);
    return db.select().from(auditEntries).where(about).orderBy(asc(auditEntries.id));
  })
  .extend('notices', { scope: 'file' }, ({ db }) => async (person: { id: string }) => {
    const { type, data, actorId, groupId, objectId, audience } = notificationEvents;
    return db
      .select({ type, data, actorId, groupId, objectId })
      .from(notificationEvents)
      .where(sql`${audience} -> 'ids' ? ${person.id}`)
      .orderBy(asc(notificationEvents.id));
  })
  .extend('jobs', { scope: 'file' }, ({ db }) => async () => {
    const rows = await db.execute<{ name: string; payload: Record<string, unknown> }>(sql`
      select task.identifier as name, job.payload from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id order by job.id`);
    return rows.map(({ name, payload }) => ({ name, payload }));
  });
