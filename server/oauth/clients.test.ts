import { eq } from 'drizzle-orm';
import { v7 as uuid, v4 } from 'uuid';
import { describe, expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { appSessions, authorizationCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { hashToken } from '@/server/auth/tokens';
import { callerFor, SECRET } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { listClients } from './client-queries';
import { rotateRefreshToken } from './rotate-refresh-token';

const weather = () => ({
  clientId: uuid(),
  name: 'Weather',
  description: 'Says whether it rains',
  website: 'weather.example.test',
  type: 'public' as const,
  redirectUris: ['https://weather.example.test/back', 'http://127.0.0.1/back'],
  scopes: ['profile.write', 'profile.read', 'profile.read'],
  deviceFlow: true,
  owner: '',
});

describe('registering', () => {
  test('a public app has no secret', async ({ db, given }) => {
    const actor = await given.holder('clients.manage');
    const made = await callerFor(db, actor).apps.clients.create({
      ...weather(),
      owner: `@${actor.handle}`,
    });
    expect(made).toEqual({ clientId: expect.any(String), secret: null, before: false });
    const [row] = await db.select().from(oauthClients).where(eq(oauthClients.id, made.clientId));
    expect(row).toMatchObject({
      name: 'Weather',
      website: 'https://weather.example.test/',
      scopes: ['profile.read', 'profile.write'],
      secretHash: null,
      enabled: true,
      ownerId: actor.id,
    });
  });

  test('a confidential one has 256 random bits, which stand nowhere afterwards', async ({ db, given }) => {
    const actor = await given.holder('clients.manage');
    const api = callerFor(db, actor);
    const { clientId, secret } = await api.apps.clients.create({ ...weather(), type: 'confidential' });
    expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32);
    const [row] = await db.select().from(oauthClients).where(eq(oauthClients.id, clientId));
    const hash = hashToken(secret ?? '');
    expect(row?.secretHash).toBe(hash);
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail).toMatchObject([
      { kind: 'client.created', actorId: actor.id, after: { name: 'Weather', type: 'confidential' } },
    ]);
    const { clients } = await api.apps.clients.list({ cursor: { name: 'Weathe', id: clientId } });
    for (const told of [trail, clients, row]) expect(JSON.stringify(told)).not.toContain(secret);
    for (const told of [trail, clients]) expect(JSON.stringify(told)).not.toContain(hash);
  });

  test.for([
    [{ redirectUris: ['http://weather.example.test/'] }, { redirectUris: 'notARedirectAddress' }],
    [
      { redirectUris: Array.from({ length: 11 }, (_, n) => `https://weather.example.test/${n}`) },
      { redirectUris: 'tooManyRedirectAddresses' },
    ],
    [{ redirectUris: [], deviceFlow: false }, { redirectUris: 'redirectAddressMissing' }],
    [{ scopes: [] }, { scopes: 'scopeMissing' }],
    [{ scopes: ['everything'] }, { 'scopes.0': 'notUnderstood' }],
    [{ website: 'javascript:alert(1)' }, { website: 'notAWebAddress' }],
    [{ name: ' ' }, { name: 'required' }],
    [{ name: 'Fo\u202Eyer' }, { name: 'forbiddenCharacters' }],
    [{ name: 'Fo\0yer' }, { name: 'forbiddenCharacters' }],
    [{ name: 'Foyer\uD800' }, { name: 'forbiddenCharacters' }],
    [{ owner: 'a\0b' }, { owner: 'forbiddenCharacters' }],
    [{ clientId: v4() }, { clientId: 'notUnderstood' }],
  ] as const)('%j is told as %j', async ([wrong, problems], { db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const input = { ...weather(), ...structuredClone(wrong) } as ReturnType<typeof weather>;
    expect(await refusal(api.apps.clients.create(input))).toEqual({ reason: 'INPUT_INVALID', problems });
  });

  test('sent many times at once it is one app, and one answer has its secret', async ({ db, given }) => {
    const { apps } = callerFor(db, await given.holder('clients.manage'));
    const wish = { ...weather(), type: 'confidential' as const };
    const { clientId } = wish;
    const answers = await Promise.all(Array.from({ length: 6 }, () => apps.clients.create(wish)));
    answers.push(await apps.clients.create({ ...wish, clientId: clientId.toUpperCase() }));
    expect(answers.filter(({ before }) => !before)).toEqual([
      { clientId, secret: expect.any(String), before: false },
    ]);
    expect(answers.filter(({ before }) => before)).toEqual(
      Array.from({ length: 6 }, () => ({ clientId, secret: null, before: true })),
    );
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail).toMatchObject([{ kind: 'client.created' }]);
  });

  test('what was removed does not come again under its id', async ({ db, given }) => {
    const { apps } = callerFor(db, await given.holder('clients.manage'));
    const wish = weather();
    await apps.clients.create(wish);
    await apps.clients.remove({ clientId: wish.clientId });
    expect(await refusal(apps.clients.create(wish))).toEqual({ reason: 'NOT_FOUND' });
  });

  test('nobody answers for it whom nobody knows', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const call = api.apps.clients.create({ ...weather(), owner: 'nobody@example.test' });
    expect(await refusal(call)).toEqual({ reason: 'OWNER_UNKNOWN' });
  });
});

describe('changing', () => {
  test('tells before and after, of what changed alone', async ({ db, given }) => {
    const actor = await given.holder('clients.manage');
    const api = callerFor(db, actor);
    const { id: clientId, name } = await given.client();
    const changes = { clientId, name: 'Rain', enabled: false, deviceFlow: false };
    await api.apps.clients.update(changes);
    // The second time there is nothing to change, and nothing to tell.
    await api.apps.clients.update(changes);
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail).toMatchObject([{ kind: 'client.updated', actorId: actor.id }]);
    expect([trail[0]?.before, trail[0]?.after]).toEqual([
      { name, enabled: true },
      { name: 'Rain', enabled: false },
    ]);
  });

  test('the same change many times at once is one change', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const { id: clientId } = await given.client();
    await Promise.all(Array.from({ length: 8 }, () => api.apps.clients.update({ clientId, name: 'Rain' })));
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail).toHaveLength(1);
  });

  test('another address to come back to: a code on its way to the old one is worth nothing', async ({
    db,
    given,
  }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const [client, other] = [await given.client(), await given.client()];
    const person = await given.user();
    await given.code(person, { client });
    await given.code(person, { client: other });
    await api.apps.clients.update({ clientId: client.id, redirectUris: ['https://new.example.test/'] });
    const codes = await db.select().from(authorizationCodes).where(eq(authorizationCodes.userId, person.id));
    expect(codes.map(({ clientId }) => clientId)).toEqual([other.id]);
  });

  test('the owner can go, and the app stays', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const owner = await given.user();
    const { id: clientId, name } = await given.client({ ownerId: owner.id });
    const find = async () =>
      (await listClients(db, { limit: 1000 })).clients.find(({ id }) => id === clientId);
    expect(await find()).toMatchObject({ ownerName: owner.displayName, ownerHandle: owner.handle });
    await db.delete(users).where(eq(users.id, owner.id));
    expect(await find()).toMatchObject({ name, ownerName: null });
    await api.apps.clients.update({ clientId, owner: (await given.user()).email.toUpperCase() });
    expect((await find())?.ownerName).toMatch(/^Person/);
    await api.apps.clients.update({ clientId, owner: '' });
    expect((await find())?.ownerName).toBeNull();
  });

  test('an app that is not there is not changed', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const clientId = (await given.user()).id;
    for (const call of [
      () => api.apps.clients.update({ clientId, name: 'Rain' }),
      () => api.apps.clients.rotateSecret({ clientId }),
      () => api.apps.clients.remove({ clientId }),
    ])
      expect(await refusal(call())).toEqual({ reason: 'NOT_FOUND' });
  });
});

test('switched off, on again and narrowed: each counts with the very next use of a token', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('clients.manage'));
  const client = await given.client();
  let { refreshToken: token } = await given.appSession(await given.user(), { client });
  const refresh = () =>
    rotateRefreshToken(db, {
      token,
      clientId: client.id,
      scope: undefined,
      secrets: [SECRET],
      cause: { actorId: null },
      now: new Date(),
    });
  await api.apps.clients.update({ clientId: client.id, enabled: false });
  await expect(refresh()).rejects.toMatchObject({ name: 'invalid_grant' });
  await api.apps.clients.update({ clientId: client.id, enabled: true });
  const before = await refresh();
  expect(before.scopes).toEqual(client.scopes);
  token = before.refreshToken;
  await api.apps.clients.update({ clientId: client.id, scopes: ['profile.read'] });
  const narrowed = await refresh();
  expect(narrowed.scopes).toEqual(['profile.read']);
  token = narrowed.refreshToken;
  await api.apps.clients.remove({ clientId: client.id });
  await expect(refresh()).rejects.toMatchObject({ name: 'invalid_grant' });
});

describe('another secret', () => {
  test('takes the place of the old one; of many at once one is the living one', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const { id: clientId, secret } = await given.client({ type: 'confidential' });
    const made = await Promise.all(
      Array.from({ length: 6 }, () => api.apps.clients.rotateSecret({ clientId })),
    );
    const [row] = await db.select().from(oauthClients).where(eq(oauthClients.id, clientId));
    expect(hashToken(secret ?? '')).not.toBe(row?.secretHash);
    expect(made.filter((one) => hashToken(one.secret) === row?.secretHash)).toHaveLength(1);
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail).toHaveLength(6);
    for (const one of made) expect(JSON.stringify(trail)).not.toContain(one.secret);
    expect(JSON.stringify(trail)).not.toContain(row?.secretHash);
  });

  test('is not for a public app', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const { id: clientId } = await given.client();
    expect(await refusal(api.apps.clients.rotateSecret({ clientId }))).toEqual({ reason: 'NOT_ALLOWED' });
  });
});

describe('removing', () => {
  test('ends what everybody has allowed it, and nothing of another app', async ({ db, given }) => {
    const api = callerFor(db, await given.holder('clients.manage'));
    const [client, other] = [await given.client(), await given.client()];
    const people = [await given.user(), await given.user()];
    for (const person of people) {
      await given.appSession(person, { client });
      await given.appSession(person, { client });
      await given.appSession(person, { client: other });
      await given.code(person, { client });
    }
    const removal = { clientId: client.id };
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => api.apps.clients.remove(removal)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toMatchObject([
      { value: { people: 2, endedSessions: 4 } },
    ]);
    for (const table of [appSessions, oauthConsents, authorizationCodes])
      expect(await db.select().from(table).where(eq(table.clientId, client.id))).toEqual([]);
    expect(await db.select().from(appSessions).where(eq(appSessions.clientId, other.id))).toHaveLength(2);
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, client.id));
    expect(trail).toMatchObject([{ kind: 'client.removed', before: { name: client.name } }]);
  });
});

test('a place in the list that no name can have is not understood', async ({ db, given }) => {
  const { clients } = callerFor(db, await given.holder('clients.manage')).apps;
  const cursor = { name: 'a\0b', id: uuid() };
  expect(await refusal(clients.list({ cursor }))).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('the list goes page by page, each app once, with its people and its last use', async ({ db, given }) => {
  const person = await given.user();
  const now = new Date();
  const [one, two] = [await given.client({ name: 'Same name' }), await given.client({ name: 'Same name' })];
  const tokenAt = new Date(now.getTime() - 3_600_000);
  const { client: service } = await given.service({ name: 'Parcels', now: tokenAt });
  await given.appSession(person, { client: one, now });
  await given.appSession(await given.user(), { client: one });
  const seen = [];
  let after: { name: string; id: string } | undefined;
  do {
    const page = await listClients(db, { after, limit: 1 });
    expect(page.clients.length).toBeLessThanOrEqual(1);
    seen.push(...page.clients);
    after = page.nextCursor ?? undefined;
  } while (after);
  const all = await db.select({ id: oauthClients.id }).from(oauthClients);
  expect(seen.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
  expect(seen.find(({ id }) => id === one.id)).toMatchObject({ people: 2, lastUsedAt: expect.any(Date) });
  expect(seen.find(({ id }) => id === two.id)).toMatchObject({ people: 0, lastUsedAt: null });
  expect(seen.find(({ id }) => id === service.id)).toMatchObject({ people: 0, lastUsedAt: tokenAt });
});

describe('what an app does in its own name', () => {
  const sending = { scopes: ['profile.read', 'notifications:send'] };

  test('is given by who may do as much, and taken back by whoever looks after apps', async ({
    db,
    given,
  }) => {
    const [lacking, holding] = [
      await given.holder('clients.manage'),
      await given.holder('clients.manage', 'announcements.send'),
    ];
    const [theirs, ours] = [callerFor(db, lacking).apps.clients, callerFor(db, holding).apps.clients];
    const wish = { ...weather(), ...sending, type: 'confidential' as const };
    expect(await refusal(theirs.create(wish))).toEqual({ reason: 'BEYOND_YOURS' });
    expect(await db.$count(oauthClients, eq(oauthClients.id, wish.clientId))).toBe(0);
    const { clientId } = await ours.create(wish);
    await theirs.update({ clientId, name: 'Storm' });
    // With its secret they could send.
    expect(await refusal(theirs.rotateSecret({ clientId }))).toEqual({ reason: 'BEYOND_YOURS' });
    await theirs.update({ clientId, scopes: ['profile.read'] });
    await theirs.rotateSecret({ clientId });
    expect(await refusal(theirs.update({ clientId, ...sending }))).toEqual({ reason: 'BEYOND_YOURS' });
    await ours.update({ clientId, ...sending });
    const trail = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, clientId));
    expect(trail.at(-1)).toMatchObject({
      kind: 'client.updated',
      actorId: holding.id,
      before: { scopes: ['profile.read'] },
      after: sending,
    });
  });

  test('takes a secret, and no address to come back to', async ({ db, given }) => {
    const { apps } = callerFor(db, await given.holder('clients.manage', 'announcements.send'));
    const wish = { ...weather(), scopes: ['notifications:send'], redirectUris: [], deviceFlow: false };
    expect(await refusal(apps.clients.create(wish))).toEqual({
      reason: 'INPUT_INVALID',
      problems: { scopes: 'secretNeeded' },
    });
    const open = await given.client();
    const change = { clientId: open.id, scopes: wish.scopes };
    expect(await refusal(apps.clients.update(change))).toEqual({ reason: 'INPUT_INVALID' });
    const made = await apps.clients.create({ ...wish, type: 'confidential' });
    expect(made).toMatchObject({ before: false, secret: expect.any(String) });
  });
});
