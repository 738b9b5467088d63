import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { appSessions, authorizationCodes, deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import { givenBy, isScope, isServiceScope } from './catalog';
import type { ClientChanges, ClientValues } from './client-inputs';
import { endClientTokens } from './client-tokens';
import { findClient } from './queries';

type ClientRow = typeof oauthClients.$inferSelect;

/**
 * Registers an app, once under each `client_id`: whoever registers it chooses that, so that the same wish sent twice, at
 * once or after a lost answer, is one app. A confidential one gets a secret of 256 random bits; the table keeps its
 * SHA-256.
 * @returns its secret, which is stored nowhere else; null for a public one, and when it was registered `before`, since
 *   the one who was first has it
 * @param wish.held what whoever registers it may do
 * @throws OWNER_UNKNOWN, NOT_FOUND for one that was registered under this id and removed; BEYOND_YOURS where it could do in its
 *   own name what they may not do themselves
 */
export async function createClient(
  db: Database,
  wish: {
    client: ClientValues & { type: ClientRow['type']; clientId: string };
    held: Permission[];
    cause: Cause;
    now: Date;
  },
): Promise<{ clientId: string; secret: string | null; before: boolean }> {
  const { client, held, cause, now } = wish;
  const { owner, clientId: id, ...facts } = client;
  checkGiver(held, facts.scopes);
  return db.transaction(async (tx) => {
    const before = { clientId: id, secret: null, before: true };
    if (await wasRegistered(tx, { clientId: id })) return before;
    const secret = client.type === 'confidential' ? randomToken() : null;
    const secrets = secret && { secretHash: hashToken(secret), secretChangedAt: now };
    const after = { ...facts, enabled: true, ownerId: await ownerNamed(tx, owner) };
    const [made] = await tx
      .insert(oauthClients)
      .values({ id, ...after, ...secrets, createdAt: now, updatedAt: now })
      .onConflictDoNothing({ target: oauthClients.id })
      .returning({ id: oauthClients.id });
    if (!made) return before;
    await recordAudit(tx, { kind: 'client.created', cause, subjectId: id, after, now });
    return { clientId: id, secret, before: false };
  });
}

/** Also of one that is gone: an id never stands for another app. @throws NOT_FOUND for that */
async function wasRegistered(db: Database, { clientId }: { clientId: string }) {
  if (await findClient(db, { clientId })) return true;
  const [entry] = await db
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectId, clientId), eq(auditEntries.kind, 'client.removed')))
    .limit(1);
  if (entry) throw new DomainError('NOT_FOUND');
  return false;
}

/**
 * Writes what changed of an app; it counts with the next request of whoever uses it. Sending the same twice changes
 * nothing the second time.
 * @param update.held what whoever changes it may do
 * @throws NOT_FOUND, OWNER_UNKNOWN; BEYOND_YOURS as for `createClient`; INPUT_INVALID for a public app that would do something in
 *   its own name
 */
export async function updateClient(
  db: Database,
  update: { clientId: string; changes: ClientChanges; held: Permission[]; cause: Cause; now: Date },
): Promise<void> {
  const { clientId, changes, held, cause, now } = update;
  await db.transaction(async (tx) => {
    const { owner, ...facts } = changes;
    const wish = { ...facts, ...(owner !== undefined && { ownerId: await ownerNamed(tx, owner) }) };
    const before = await lockClient(tx, { clientId });
    const added = wish.scopes?.filter((scope) => !before.scopes.includes(scope)) ?? [];
    checkGiver(held, added);
    if (before.type === 'public' && added.some(isServiceScope)) throw new DomainError('INPUT_INVALID');
    const fields = CHANGEABLE.filter(
      (field) => wish[field] !== undefined && JSON.stringify(wish[field]) !== JSON.stringify(before[field]),
    );
    if (!fields.length) return;
    const changed = pick(wish, fields);
    await tx
      .update(oauthClients)
      .set({ ...changed, updatedAt: now })
      .where(eq(oauthClients.id, clientId));
    // A yes that is on its way to an address which is no longer good; the app asks again.
    if (changed.redirectUris) {
      const unused = and(eq(authorizationCodes.clientId, clientId), isNull(authorizationCodes.usedAt));
      await tx.delete(authorizationCodes).where(unused);
    }
    const entry = { before: pick(before, fields), after: changed };
    await recordAudit(tx, { kind: 'client.updated', cause, subjectId: clientId, ...entry, now });
  });
}

/**
 * Gives a confidential app another secret. The old one is worth nothing from then on, nor is a token that the app got with it for
 * itself; of two that are asked for at the same moment the later one counts.
 * @param given.held what whoever asks may do: the secret does what the app may do in its own name
 * @throws NOT_FOUND, NOT_ALLOWED for a public app, which has none; BEYOND_YOURS
 */
export async function rotateClientSecret(
  db: Database,
  given: { clientId: string; held: Permission[]; cause: Cause; now: Date },
): Promise<{ secret: string }> {
  const { clientId, held, cause, now } = given;
  return db.transaction(async (tx) => {
    const { type, scopes, secretChangedAt } = await lockClient(tx, { clientId });
    if (type === 'public') throw new DomainError('NOT_ALLOWED');
    checkGiver(held, scopes);
    const secret = randomToken();
    const next = { secretHash: hashToken(secret), secretChangedAt: now, updatedAt: now };
    await tx.update(oauthClients).set(next).where(eq(oauthClients.id, clientId));
    if (scopes.some(isServiceScope)) await endClientTokens(tx, { clientId });
    const entry = { before: { secretChangedAt }, after: { secretChangedAt: now } };
    await recordAudit(tx, { kind: 'client.secretRotated', cause, subjectId: clientId, ...entry, now });
    return { secret };
  });
}

/**
 * Removes an app with all that people have allowed it: wherever it is signed in, that is over.
 * @returns how many people had allowed it, and where it was signed in @throws NOT_FOUND
 */
export async function removeClient(
  db: Database,
  { clientId, cause, now }: { clientId: string; cause: Cause; now: Date },
): Promise<{ people: number; endedSessions: number }> {
  return db.transaction(async (tx) => {
    // The app before what refers to it, like everybody who locks both: nothing new comes of it, and nobody waits in a ring.
    // After it the order of `endSessionsOf`, which ends what people have of all apps.
    const [gone] = await tx
      .select(oauthClientFacts)
      .from(oauthClients)
      .where(eq(oauthClients.id, clientId))
      .for('update');
    if (!gone) throw new DomainError('NOT_FOUND');
    const sessions = await tx
      .delete(appSessions)
      .where(eq(appSessions.clientId, clientId))
      .returning({ id: appSessions.id });
    await tx.delete(authorizationCodes).where(eq(authorizationCodes.clientId, clientId));
    await tx.delete(deviceCodes).where(eq(deviceCodes.clientId, clientId));
    const consents = await tx
      .delete(oauthConsents)
      .where(eq(oauthConsents.clientId, clientId))
      .returning({ userId: oauthConsents.userId });
    await tx.delete(oauthClients).where(eq(oauthClients.id, clientId));
    const after = { people: consents.length, endedSessions: sessions.length };
    await recordAudit(tx, { kind: 'client.removed', cause, subjectId: clientId, before: gone, after, now });
    return after;
  });
}

/** Nobody gives what they lack, not to an app either. @throws BEYOND_YOURS */
function checkGiver(held: Permission[], scopes: string[]) {
  const needed = scopes.filter(isScope).map(givenBy);
  if (needed.some((permission) => permission && !held.includes(permission)))
    throw new DomainError('BEYOND_YOURS');
}

const CHANGEABLE = [
  'name',
  'description',
  'website',
  'redirectUris',
  'scopes',
  'deviceFlow',
  'enabled',
  'ownerId',
] as const;

/** What the trail tells of an app: never its secret, nor the hash of it. */
const oauthClientFacts = {
  type: oauthClients.type,
  secretChangedAt: oauthClients.secretChangedAt,
  name: oauthClients.name,
  description: oauthClients.description,
  website: oauthClients.website,
  redirectUris: oauthClients.redirectUris,
  scopes: oauthClients.scopes,
  deviceFlow: oauthClients.deviceFlow,
  enabled: oauthClients.enabled,
  ownerId: oauthClients.ownerId,
};

/** Two changes at the same moment follow each other, so that each entry tells the truth. @throws NOT_FOUND */
async function lockClient(db: Database, { clientId }: { clientId: string }) {
  const [client] = await db
    .select(oauthClientFacts)
    .from(oauthClients)
    .where(eq(oauthClients.id, clientId))
    // Rows that refer to it can come into being meanwhile: an app that is being let in does not wait.
    .for('no key update');
  if (!client) throw new DomainError('NOT_FOUND');
  return client;
}

/** @throws OWNER_UNKNOWN */
async function ownerNamed(db: Database, name: string) {
  if (!name) return null;
  const byAddress = db.select({ id: users.id }).from(users).where(eq(users.email, name));
  const byHandle = db.select({ id: profiles.userId }).from(profiles).where(eq(profiles.handle, name));
  const [person] = await db
    .select({ id: users.id })
    .from(users)
    // Each by its own index: one condition over both tables would read all of both.
    .where(inArray(users.id, byAddress.unionAll(byHandle)))
    .limit(1)
    // Who goes at this moment goes after this, and the app stays without them.
    .for('key share', { of: users });
  if (!person) throw new DomainError('OWNER_UNKNOWN');
  return person.id;
}

function pick<Row extends object, Field extends keyof Row>(row: Row, fields: readonly Field[]) {
  return Object.fromEntries(fields.map((field) => [field, row[field]])) as { [Name in Field]?: Row[Name] };
}
