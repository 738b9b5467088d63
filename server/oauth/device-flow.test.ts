import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions, deviceCodes } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { endSessionsOf } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';
import { appOf, tally, toldAs } from '@/server/testing/app-calls';
import { test } from '@/server/testing/fixtures';
import { DEVICE_CODE_SECONDS } from './catalog';
import { DEVICE_CODE_GRANT } from './device-code-grant';
import { decideDevice, findDeviceRequest } from './device-codes';

const START = new Date('2030-01-01T08:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const pollBy = ({ deviceCode }: { deviceCode: string }) => ({
  grant_type: DEVICE_CODE_GRANT,
  device_code: deviceCode,
});

const sessionsOf = (db: Database, { id }: { id: string }) =>
  db.select().from(appSessions).where(eq(appSessions.userId, id));

test('a device waits, its person says yes, and it is signed in once', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const app = appOf(db, client);
  const device = await given.device({ client, now: START });
  expect(await toldAs(app(pollBy(device), { now: after(5) }))).toBe('authorization_pending');
  await given.consent(person, { client });
  const yes = { decision: 'allowed', scopes: ['profile.read'], authTime: START } as const;
  const decided = { userCode: device.userCode, userId: person.id, ...yes, scopes: [...yes.scopes] };
  expect(await decideDevice(db, { ...decided, now: after(6) })).toEqual({ clientId: client.id });
  const answer = await app(pollBy(device), { now: after(10) });
  expect(answer.scope).toBe('profile.read');
  expect(await sessionsOf(db, person)).toMatchObject([
    { clientId: client.id, refreshHash: hashToken(answer.refresh_token), authTime: START },
  ]);
  expect(await toldAs(app(pollBy(device), { now: after(15) }))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toHaveLength(1);
});

test('of twenty questions at the same moment one is answered', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const app = appOf(db, client);
  const device = await given.device({ client, by: person });
  const told = await Promise.all(Array.from({ length: 20 }, () => toldAs(app(pollBy(device)))));
  expect(tally(told)).toEqual({ answered: 1, invalid_grant: 19 });
  expect(await sessionsOf(db, person)).toHaveLength(1);
});

test('whoever does not wait has to wait five seconds longer each time', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const app = appOf(db, client);
  const device = await given.device({ client, now: START });
  const told: string[] = [];
  for (const at of [0, 4, 13, 28, 47, 48]) told.push(await toldAs(app(pollBy(device), { now: after(at) })));
  expect(told).toEqual([
    'authorization_pending',
    'slow_down', // 4 < 5, and 10 from now on
    'slow_down', // 9 < 10, and 15
    'authorization_pending', // 15
    'authorization_pending', // 19
    'slow_down', // 1 < 15, and 20
  ]);
  const [row] = await db.select().from(deviceCodes).where(eq(deviceCodes.clientId, client.id));
  expect(row?.interval).toBe(20);
});

test('twenty questions at the same moment are one, and nineteen too soon', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const app = appOf(db, client);
  const device = await given.device({ client, now: START });
  const told = await Promise.all(
    Array.from({ length: 20 }, () => toldAs(app(pollBy(device), { now: after(5) }))),
  );
  expect(tally(told)).toEqual({ authorization_pending: 1, slow_down: 19 });
  const [row] = await db.select().from(deviceCodes).where(eq(deviceCodes.clientId, client.id));
  expect(row?.interval).toBe(20 * 5);
});

test('no is told, and so is a code that has run out', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const app = appOf(db, client);
  const [denied, late] = [
    await given.device({ client, now: START }),
    await given.device({ client, now: START }),
  ];
  const no = { decision: 'denied', scopes: [], authTime: START, userId: person.id } as const;
  await decideDevice(db, { ...no, scopes: [], userCode: denied.userCode, now: after(5) });
  expect(await toldAs(app(pollBy(denied), { now: after(6) }))).toBe('access_denied');
  const end = { now: after(DEVICE_CODE_SECONDS) };
  expect(await toldAs(app(pollBy(late), end))).toBe('expired_token');
  const yes = { ...no, decision: 'allowed', scopes: [], userCode: late.userCode } as const;
  expect(await decideDevice(db, { ...yes, scopes: [], ...end })).toBeUndefined();
  expect(await findDeviceRequest(db, { userCode: late.userCode, ...end })).toBeUndefined();
});

test('a decision is made once', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const people = await Promise.all(Array.from({ length: 10 }, () => given.user()));
  const device = await given.device({ client, now: START });
  const decisions = await Promise.all(
    people.map(({ id }, n) =>
      decideDevice(db, {
        userCode: device.userCode,
        userId: id,
        decision: n % 2 ? 'allowed' : 'denied',
        scopes: [],
        authTime: START,
        now: after(1),
      }),
    ),
  );
  expect(decisions.filter(Boolean)).toEqual([{ clientId: client.id }]);
  expect(await findDeviceRequest(db, { userCode: device.userCode, now: after(2) })).toBeUndefined();
});

test('a person gives no more than was asked for', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const { userCode } = await given.device({ client, scopes: ['profile.read'], now: START });
  const yes = { userCode, userId: person.id, decision: 'allowed', authTime: START, now: after(1) } as const;
  expect(await decideDevice(db, { ...yes, scopes: ['profile.read', 'profile.write'] })).toBeUndefined();
  expect(await decideDevice(db, { ...yes, scopes: ['profile.read'] })).toEqual({ clientId: client.id });
});

test('the code is found however it is typed, with what the person compares', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const { userCode } = await given.device({ client, now: START });
  expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  for (const typed of [
    userCode,
    userCode.toLowerCase(),
    userCode.replace('-', ''),
    userCode.replace('-', ' '),
  ])
    expect(await findDeviceRequest(db, { userCode: typed, now: after(1) })).toMatchObject({
      client: { id: client.id, name: client.name },
      scopes: client.scopes,
      ip: '192.0.2.7',
      userAgent: 'a device',
    });
  for (const typed of ['', 'BBBB-BBBB', `${userCode}B`])
    expect(await findDeviceRequest(db, { userCode: typed, now: after(1) })).toBeUndefined();
});

test('a code in the hands of another client is refused, and stays', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const foreign = await given.client({ deviceFlow: true });
  const device = await given.device({ client, by: person });
  expect(await toldAs(appOf(db, foreign)(pollBy(device)))).toBe('invalid_grant');
  expect(await toldAs(appOf(db, client)(pollBy(device)))).toBe('answered');
});

test('an app that is not registered for it gets nothing', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: false })];
  const device = await given.device({ client, by: person });
  expect(await toldAs(appOf(db, client)(pollBy(device)))).toBe('unauthorized_client');
});

test('a yes is worth nothing once its person is suspended', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const device = await given.device({ client, by: person });
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, person.id));
  expect(await toldAs(appOf(db, client)(pollBy(device)))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('a yes is worth nothing once everything of its person was ended', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const device = await given.device({ client, by: person });
  await endSessionsOf(db, { userId: person.id });
  expect(await toldAs(appOf(db, client)(pollBy(device)))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('what is no code at all is refused', async ({ db, given }) => {
  const app = appOf(db, await given.client({ deviceFlow: true }));
  expect(await toldAs(app({ grant_type: DEVICE_CODE_GRANT }))).toBe('invalid_request');
  expect(await toldAs(app(pollBy({ deviceCode: 'nothing' })))).toBe('invalid_grant');
});
