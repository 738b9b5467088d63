import { and, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { announcements, notificationDeliveries } from '@/db/schema/notifications';
import type { JobTry } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { callerFor, SECRET } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { demoPushSettings } from '@/server/testing/push-factories';
import { notificationPushTasks } from './push-tasks';
import { test } from './testing/mail-test';

const due = new Date(Date.now() - 1000);
const [QUEUED, HELD] = [{ state: 'queued' }, { state: 'held', rule: 'pause', dueAt: due }] as const;
const firstTry: JobTry = { jobId: '1', attempt: 1, queuedAt: due };

/** An announcement that somebody has in their inbox, and that is to go to them by mail and as a push. */
async function announced(
  given: Given,
  db: Database,
  { to, wait }: { to: Person; wait: typeof QUEUED | typeof HELD },
) {
  const id = uuid();
  const deliveries = (['email', 'push'] as const).map((channel) => ({ channel, ...wait }));
  const eventId = await given.told(to, {
    type: 'product.announcement',
    data: { announcementId: id },
    deliveries,
  });
  const words = { title: { en: 'We move on Sunday' }, body: { en: 'Nothing will be there for an hour.' } };
  await db.insert(announcements).values({ id, eventId, createdAt: new Date(), ...words });
  return { id, eventId };
}

/** A real browser of somebody, which says what it was sent. */
async function pushesTo(given: Given, db: Database, to: Person) {
  const endpoint = await startPushEndpoint();
  await given.pushBrowser(to, endpoint);
  const unused = undefined as never;
  const services: TaskServices = {
    ...{
      db,
      push: demoPushSettings(),
      appUrl: 'http://localhost:3000',
      secret: SECRET,
      dataDir: '/nonexistent',
    },
    ...{
      outboxDir: '/nonexistent',
      uploadthingToken: undefined,
      previousSecrets: [],
      mailer: unused,
      log: unused,
    },
  };
  return { endpoint, tasks: notificationPushTasks(services) };
}

const becameOf = (db: Database, ids: string[]) =>
  db
    .select({ state: notificationDeliveries.state, rule: notificationDeliveries.rule })
    .from(notificationDeliveries)
    .where(and(inArray(notificationDeliveries.eventId, ids)));

test('what was called off goes neither by itself nor as one of several, and it is said that it was', async ({
  db,
  given,
  mailsOf,
  digestOf,
}) => {
  const staff = callerFor(db, await given.holder('announcements.send')).notifications.announcements;
  const noah = await given.mailedWhileOnline(await given.user());
  for (const channel of ['email', 'push'] as const)
    await given.notificationWish(noah, {
      scope: 'type',
      key: 'product.announcement',
      mode: 'instant',
      channel,
    });
  const { endpoint, tasks } = await pushesTo(given, db, noah);
  const [one, ...several] = [
    await announced(given, db, { to: noah, wait: QUEUED }),
    await announced(given, db, { to: noah, wait: HELD }),
    await announced(given, db, { to: noah, wait: HELD }),
  ];
  const stays = await announced(given, db, { to: noah, wait: HELD });
  const off = [one, ...several];
  for (const { id } of off) await staff.cancel({ id });

  expect(await mailsOf(noah.id, one.eventId)).toEqual([]);
  const digest = await digestOf(noah);
  expect(digest.map(({ subject }) => subject)).toEqual(['We move on Sunday']);
  await tasks['notifications.push']({ eventId: one.eventId, userId: noah.id }, firstTry);
  await tasks['notifications.digestPush']({ userId: noah.id }, firstTry);
  expect(endpoint.received.map(({ content }) => content)).toMatchObject([{ tag: stays.eventId }]);
  await endpoint.stop();

  const became = await becameOf(
    db,
    off.map(({ eventId }) => eventId),
  );
  expect(became).toEqual(off.flatMap(() => [0, 1].map(() => ({ state: 'suppressed', rule: 'cancelled' }))));
});

test('of a great many that are due a push does not count what was called off', async ({ db, given }) => {
  const staff = callerFor(db, await given.holder('announcements.send')).notifications.announcements;
  const noah = await given.user();
  const { endpoint, tasks } = await pushesTo(given, db, noah);
  const old = await announced(given, db, { to: noah, wait: HELD });
  for (let n = 0; n < 101; n++)
    await given.told(noah, { type: 'groups.invited', deliveries: [{ channel: 'push', ...HELD }] });
  await staff.cancel({ id: old.id });
  await tasks['notifications.digestPush']({ userId: noah.id }, firstTry);
  expect(endpoint.received.map(({ content }) => content)).toMatchObject([{ title: '101 new notifications' }]);
  await tasks['notifications.digestPush']({ userId: noah.id }, firstTry);
  await endpoint.stop();
  expect(endpoint.received).toHaveLength(1);
  const [row] = await db
    .select({ rule: notificationDeliveries.rule })
    .from(notificationDeliveries)
    .where(and(eq(notificationDeliveries.eventId, old.eventId), eq(notificationDeliveries.channel, 'push')));
  expect(row).toEqual({ rule: 'cancelled' });
});
