import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { afterEach, expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationDeliveries, notifications, pushSubscriptions } from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { JobTry } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import type { Caller } from '@/server/router';
import { callerFor, SECRET } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { demoPushSettings } from '@/server/testing/push-factories';
import { refusal } from '@/server/testing/refusal';
import { notify } from './commands';
import { fanOut } from './fan-out';
import { isPushService } from './push-services';
import { notificationPushTasks } from './push-tasks';

const push = demoPushSettings();
const endpoints: Awaited<ReturnType<typeof startPushEndpoint>>[] = [];
afterEach(async () => {
  for (const endpoint of endpoints.splice(0)) await endpoint.stop();
});

async function endpoint() {
  const started = await startPushEndpoint();
  endpoints.push(started);
  return started;
}

function tasksOf(db: Database) {
  const unused = undefined as never;
  const services: TaskServices = {
    ...{ db, push, appUrl: 'http://localhost:3000', secret: SECRET, dataDir: '/nonexistent' },
    ...{ outboxDir: '/nonexistent', uploadthingToken: undefined, previousSecrets: [] },
    ...{ mailer: unused, log: unused },
  };
  return notificationPushTasks(services);
}

const firstTry: JobTry = { jobId: '1', attempt: 1, queuedAt: new Date(Date.now() - 1000) };

/** Somebody asks somebody to be a contact, who is told of it. */
async function asked(db: Database, given: Given, to: Person) {
  const from = await given.user({ displayName: 'Ada Asker' });
  await given.contactRequest(from, to);
  const eventId = uuid();
  const ids = [to.id];
  const what = { id: eventId, type: 'contacts.asked', data: {}, actorId: from.id } as const;
  await notify(db, { ...what, to: { kind: 'people', ids }, now: new Date() });
  await fanOut(db, { eventId });
  return { eventId, userId: to.id };
}

async function stateOf(db: Database, { eventId }: { eventId: string }) {
  const rows = await db
    .select({
      channel: notificationDeliveries.channel,
      state: notificationDeliveries.state,
      rule: notificationDeliveries.rule,
    })
    .from(notificationDeliveries)
    .where(eq(notificationDeliveries.eventId, eventId));
  return rows.find(({ channel }) => channel === 'push');
}

test('a push reaches every browser of its person, encrypted for each alone, and says who asks and where to go', async ({
  db,
  given,
}) => {
  const [one, other] = [await endpoint(), await endpoint()];
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  await given.pushBrowser(mia, other);
  const which = await asked(db, given, mia);
  await tasksOf(db)['notifications.push'](which, firstTry);
  for (const { received } of [one, other]) {
    expect(received.map(({ content }) => content)).toEqual([
      {
        title: expect.stringContaining('Ada Asker'),
        body: 'Foyer',
        path: expect.stringMatching(/^\//),
        tag: which.eventId,
        locale: 'en',
      },
    ]);
    expect(received[0]?.headers.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, ?k=/);
    expect(received[0]?.headers['content-encoding']).toBe('aes128gcm');
    expect(Number(received[0]?.headers.ttl)).toBeGreaterThan(0);
  }
  expect(await stateOf(db, which)).toMatchObject({ state: 'sent' });
  // Done again it is done already.
  await tasksOf(db)['notifications.push'](which, firstTry);
  expect(one.received).toHaveLength(1);
});

test('a browser that takes none any more is forgotten, and without another there is nowhere to send to', async ({
  db,
  given,
}) => {
  const gone = await endpoint();
  gone.answer(410);
  const mia = await given.user();
  await given.pushBrowser(mia, gone);
  const which = await asked(db, given, mia);
  await tasksOf(db)['notifications.push'](which, firstTry);
  expect(await db.$count(pushSubscriptions, eq(pushSubscriptions.userId, mia.id))).toBe(0);
  expect(await stateOf(db, which)).toMatchObject({ state: 'suppressed', rule: 'noBrowser' });
});

test('a service that is busy is asked again when it says so; who was reached shows the same once more, in its place', async ({
  db,
  given,
}) => {
  const [busy, quick] = [await endpoint(), await endpoint()];
  busy.answer(429, { 'Retry-After': '120' });
  const mia = await given.user();
  await given.pushBrowser(mia, busy);
  await given.pushBrowser(mia, quick);
  const which = await asked(db, given, mia);
  const work = (attempt: number) => tasksOf(db)['notifications.push'](which, { ...firstTry, attempt });
  await expect(work(1)).rejects.toMatchObject({ retry: { after: 120 } });
  expect(quick.received).toHaveLength(1);
  expect(await stateOf(db, which)).toMatchObject({ state: 'queued' });
  busy.answer(201);
  await work(2);
  const tags = [...busy.received, ...quick.received].map(({ content }) => content);
  expect(tags).toMatchObject(Array.from({ length: 3 }, () => ({ tag: which.eventId })));
  expect(await stateOf(db, which)).toMatchObject({ state: 'sent' });
});

test('a service that cannot be reached is given up after a while, and its browser says so', async ({
  db,
  given,
}) => {
  const mia = await given.user();
  await given.pushBrowser(mia);
  const which = await asked(db, given, mia);
  const work = (attempt: number) => tasksOf(db)['notifications.push'](which, { ...firstTry, attempt });
  await expect(work(1)).rejects.toMatchObject({ retry: { after: 60 } });
  await work(8);
  expect(await stateOf(db, which)).toMatchObject({ state: 'failed' });
  expect(await callerFor(db, mia).notifications.push.list()).toMatchObject([
    { failedAt: expect.any(String) },
  ]);
});

test('what was read meanwhile is not pushed', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  const which = await asked(db, given, mia);
  await db.update(notifications).set({ readAt: new Date() }).where(eq(notifications.eventId, which.eventId));
  await tasksOf(db)['notifications.push'](which, firstTry);
  expect(one.received).toEqual([]);
  expect(await stateOf(db, which)).toMatchObject({ state: 'suppressed', rule: 'read' });
});

test('what waited for a while is not pushed to who wants none of it by then', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  const which = await asked(db, given, mia);
  await given.notificationWish(mia, { scope: 'category', key: 'people', channel: 'push' });
  const queuedAt = new Date(Date.now() - 3_600_000);
  await tasksOf(db)['notifications.push'](which, { ...firstTry, queuedAt });
  expect(one.received).toEqual([]);
  expect(await stateOf(db, which)).toMatchObject({ state: 'suppressed', rule: 'category:people' });
});

test('what waited for a while is not pushed into a pause, and what was held is not to who wants none by then', async ({
  db,
  given,
}) => {
  const one = await endpoint();
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  const which = await asked(db, given, mia);
  await given.notificationSchedule(mia, { pausedUntil: new Date(Date.now() + 3_600_000) });
  const queuedAt = new Date(Date.now() - 600_000);
  await tasksOf(db)['notifications.push'](which, { ...firstTry, queuedAt });
  expect(await stateOf(db, which)).toMatchObject({ state: 'held', rule: 'pause' });

  await db
    .update(notificationDeliveries)
    .set({ dueAt: new Date(Date.now() - 1) })
    .where(eq(notificationDeliveries.channel, 'push'));
  await given.notificationWish(mia, { scope: 'category', key: 'people', channel: 'push' });
  await tasksOf(db)['notifications.digestPush']({ userId: mia.id }, firstTry);
  expect(one.received).toEqual([]);
  expect(await stateOf(db, which)).toMatchObject({ state: 'suppressed', rule: 'category:people' });
});

test('who was suspended meanwhile is not even pushed how many wait', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  const which = [await asked(db, given, mia), await asked(db, given, mia)];
  await db
    .update(notificationDeliveries)
    .set({ state: 'held', dueAt: new Date(Date.now() - 1) })
    .where(eq(notificationDeliveries.userId, mia.id));
  const single = await asked(db, given, mia);
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, mia.id));
  await tasksOf(db)['notifications.push'](single, firstTry);
  expect(await stateOf(db, single)).toMatchObject({ state: 'suppressed', rule: 'inactive' });
  await tasksOf(db)['notifications.digestPush']({ userId: mia.id }, firstTry);
  expect(one.received).toEqual([]);
  for (const of of which)
    expect(await stateOf(db, of)).toMatchObject({ state: 'suppressed', rule: 'inactive' });
});

test('what was held goes as one push, which says how many there are', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user({ locale: 'fr' });
  await given.pushBrowser(mia, one);
  const which = [await asked(db, given, mia), await asked(db, given, mia)];
  await db
    .update(notificationDeliveries)
    .set({ state: 'held', dueAt: new Date(Date.now() - 1) })
    .where(eq(notificationDeliveries.userId, mia.id));
  await tasksOf(db)['notifications.digestPush']({ userId: mia.id }, firstTry);
  expect(one.received.map(({ content }) => content)).toMatchObject([
    { title: '2 nouvelles notifications', path: '/notifications', locale: 'fr' },
  ]);
  for (const of of which) expect(await stateOf(db, of)).toMatchObject({ state: 'sent' });
});

test('however much was held, it is one push', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user();
  await given.pushBrowser(mia, one);
  const held = { channel: 'push', state: 'held', dueAt: new Date(Date.now() - 1) } as const;
  for (let n = 0; n < 103; n++) await given.told(mia, { type: 'groups.invited', deliveries: [held] });
  await tasksOf(db)['notifications.digestPush']({ userId: mia.id }, firstTry);
  await tasksOf(db)['notifications.digestPush']({ userId: mia.id }, firstTry);
  expect(one.received.map(({ content }) => content)).toMatchObject([{ title: '103 new notifications' }]);
});

test('a browser is one person’s at a time, and is named as what it says it is', async ({ db, given }) => {
  const one = await endpoint();
  const [mia, noah] = [await given.user(), await given.user()];
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  const as = (person: Person) =>
    callerFor(db, person, { services: { push }, headers: { 'user-agent': chrome } }).notifications.push;
  const { id } = await as(mia).subscribe(one.subscription);
  await as(mia).rename({ id, name: 'At work' });
  expect(await as(mia).subscribe(one.subscription)).toEqual({ id });
  expect(await as(mia).list()).toMatchObject([{ id, name: 'At work' }]);
  await as(noah).subscribe(one.subscription);
  expect(await as(mia).list()).toEqual([]);
  expect(await as(noah).list()).toMatchObject([{ name: 'Chrome, Linux' }]);
});

test.for([
  ['signs out there', (there: Caller) => there.auth.signOut()],
  ['is signed out there from elsewhere', (_: Caller, here: Caller) => here.auth.sessions.revokeOthers()],
] as const)(
  'a browser takes no more when its person %s; another one does',
  async ([, end], { db, given }) => {
    const [one, other] = [await endpoint(), await endpoint()];
    const mia = await given.user();
    const as = (session: Person) => callerFor(db, session, { services: { push } });
    const [there, here] = [as(mia), as(await given.session(mia))];
    await there.notifications.push.subscribe(one.subscription);
    const { id } = await here.notifications.push.subscribe(other.subscription);
    await end(there, here);
    expect(await here.notifications.push.list()).toMatchObject([{ id }]);
    await tasksOf(db)['notifications.push'](await asked(db, given, mia), firstTry);
    expect([one.received.length, other.received.length]).toEqual([0, 1]);
  },
);

test('a browser takes no more once its session is over by time, though that was not tidied away yet', async ({
  db,
  given,
}) => {
  const [over, old] = [await endpoint(), await endpoint()];
  const mia = await given.user();
  await callerFor(db, mia, { services: { push } }).notifications.push.subscribe(over.subscription);
  const before = await asked(db, given, mia);
  await db
    .update(sessions)
    .set({ lastSeenAt: new Date(Date.now() - 400 * 86_400_000) })
    .where(eq(sessions.userId, mia.id));
  await tasksOf(db)['notifications.push'](before, firstTry);
  expect(await stateOf(db, before)).toMatchObject({ state: 'suppressed', rule: 'noBrowser' });
  expect(await stateOf(db, await asked(db, given, mia))).toMatchObject({ rule: 'noBrowser' });
  // Of before sessions were noted.
  await given.pushBrowser(mia, old);
  await tasksOf(db)['notifications.push'](await asked(db, given, mia), firstTry);
  expect([over.received.length, old.received.length]).toEqual([0, 1]);
});

test('of two that subscribe the same browser at once both are told yes, and one row stands', async ({
  db,
  given,
}) => {
  const one = await endpoint();
  const mia = await given.user();
  const api = callerFor(db, mia, { services: { push } }).notifications.push;
  await Promise.all(Array.from({ length: 20 }, () => api.subscribe(one.subscription)));
  expect(await api.list()).toHaveLength(1);
});

test('keys for which nothing can be encrypted are refused, and where they are there they are not tried again', async ({
  db,
  given,
}) => {
  const one = await endpoint();
  const mia = await given.user();
  const api = callerFor(db, mia, { services: { push } }).notifications.push;
  const { endpoint: address, keys } = one.subscription;
  const { p256dh, auth } = keys;
  const wrong = [
    { auth, p256dh: p256dh.slice(1) },
    { auth, p256dh: Buffer.alloc(65, 4).toString('base64url') },
    { auth: auth.slice(1), p256dh },
    { auth: `${auth}AA`, p256dh },
  ];
  for (const keys of wrong)
    expect(await refusal(api.subscribe({ endpoint: address, keys }))).toMatchObject({
      reason: 'INPUT_INVALID',
    });
  const stored = { endpoint: address, keys: { auth, p256dh: Buffer.alloc(65, 4).toString('base64url') } };
  await given.pushBrowser(mia, { subscription: stored });
  const which = await asked(db, given, mia);
  await tasksOf(db)['notifications.push'](which, firstTry);
  expect(await stateOf(db, which)).toMatchObject({ state: 'failed' });
  expect(one.received).toEqual([]);
});

test('a person has twenty browsers at most', async ({ db, given }) => {
  const mia = await given.user();
  for (let n = 0; n < 20; n++) await given.pushBrowser(mia);
  const api = callerFor(db, mia, { services: { push } }).notifications.push;
  const { subscription } = await endpoint();
  expect(await refusal(api.subscribe(subscription))).toMatchObject({ reason: 'TOO_MANY_BROWSERS' });
});

test('nobody removes, renames or tries the browser of somebody else', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const { id } = await given.pushBrowser(mia);
  const api = callerFor(db, noah, { services: { push } }).notifications.push;
  await api.unsubscribe({ id });
  expect(await refusal(api.rename({ id, name: 'Mine' }))).toMatchObject({ reason: 'NOT_FOUND' });
  expect(await refusal(api.test({ id }))).toMatchObject({ reason: 'NOT_FOUND' });
  expect(await callerFor(db, mia).notifications.push.list()).toMatchObject([{ name: 'Chrome, Linux' }]);
});

test('the button that tries it says what became of it', async ({ db, given }) => {
  const one = await endpoint();
  const mia = await given.user();
  const { id } = await given.pushBrowser(mia, one);
  const api = callerFor(db, mia, { services: { push } }).notifications.push;
  expect(await api.test({ id })).toEqual({ outcome: 'sent' });
  expect(one.received).toHaveLength(1);
  one.answer(404);
  expect(await api.test({ id })).toEqual({ outcome: 'gone' });
  expect(await api.list()).toEqual([]);
});

test('without keys nothing is offered', async ({ db, given }) => {
  const mia = await given.user();
  const api = callerFor(db, mia).notifications.push;
  expect(await api.publicKey()).toEqual({ key: null });
  const { subscription } = await endpoint();
  expect(await refusal(api.subscribe(subscription))).toMatchObject({ reason: 'PUSH_UNAVAILABLE' });
});

test.for([
  ['https://fcm.googleapis.com/fcm/send/x', true],
  ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
  ['https://web.push.apple.com/x', true],
  ['https://wns2-par02p.notify.windows.com/w/?token=x', true],
  ['https://push.example.test/x', true],
  ['http://fcm.googleapis.com/fcm/send/x', false],
  ['https://fcm.googleapis.com:8443/x', false],
  ['https://fcm.googleapis.com.evil.example.test/x', false],
  ['https://evilnotify.windows.com/x', false],
  ['https://user:pass@fcm.googleapis.com/x', false],
  ['https://127.0.0.1/x', false],
  ['https://[::1]/x', false],
  ['http://localhost:5432/', false],
  ['https://169.254.169.254/latest/meta-data', false],
  ['file:///etc/passwd', false],
  ['not an address', false],
] as const)('in an installation %s may be called: %s', ([address, may]) => {
  expect(isPushService(address, { services: ['push.example.test'], demo: false })).toBe(may);
});

test.for([
  ['http://127.0.0.1:5000/push', true],
  ['http://localhost:5000/push', true],
  ['http://192.168.1.1/push', false],
] as const)('in a demo %s may be called: %s', ([address, may]) => {
  expect(isPushService(address, { services: [], demo: true })).toBe(may);
});
