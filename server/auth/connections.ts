import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { connectionIntents, connections } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import type { SignInSettings } from '@/server/context';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { endSignIns } from './end-access';
import { forgetTrustedDevices, getFactors, lockPerson } from './factors';
import { PROVIDERS } from './inputs';
import { canRemove } from './rules';
import { countUse } from './throttle';

/** Seconds that a person may take at the provider to come back and connect. */
const INTENT_SECONDS = 600;

export type Provider = (typeof PROVIDERS)[number];

/** An account elsewhere, as its provider names it. */
export interface ProviderAccount {
  provider: Provider;
  accountId: string;
  /** What it is called over there. */
  label: string;
}

export interface ConnectionList {
  /** Those that this installation offers. */
  offered: Provider[];
  connections: {
    provider: Provider;
    accountId: string;
    label: string;
    createdAt: Date;
    lastUsedAt: Date | null;
  }[];
}

/** Of a person's accounts elsewhere so many are listed; hardly anybody has two at one provider. */
const MOST_LISTED = 100;

/** The accounts elsewhere that a person has connected, the oldest first, a hundred at most, and which providers there are. */
export async function listConnections(
  db: Database,
  { userId, providers }: { userId: string; providers: SignInSettings['providers'] },
): Promise<ConnectionList> {
  const list = await db
    .select({
      provider: connections.provider,
      accountId: connections.accountId,
      label: connections.label,
      createdAt: connections.createdAt,
      lastUsedAt: connections.lastUsedAt,
    })
    .from(connections)
    .where(eq(connections.userId, userId))
    .orderBy(asc(connections.createdAt), asc(connections.accountId))
    .limit(MOST_LISTED);
  return { offered: PROVIDERS.filter((provider) => providers[provider]), connections: list };
}

/**
 * Notes that a person is on the way to a provider to connect an account: for ten minutes, for this session, and for
 * one return. @throws NOT_FOUND for a provider that this installation does not have, RATE_LIMITED
 */
export async function beginConnection(
  db: Database,
  request: {
    provider: Provider;
    providers: SignInSettings['providers'];
    session: { id: string; userId: string };
    now: Date;
  },
): Promise<void> {
  const { provider, providers, session, now } = request;
  if (!providers[provider]) throw new DomainError('NOT_FOUND');
  await countUse(db, { limit: 'security.person', key: session.userId });
  const intent = { provider, expiresAt: new Date(now.getTime() + INTENT_SECONDS * 1000) };
  await db
    .insert(connectionIntents)
    .values({ sessionId: session.id, ...intent })
    .onConflictDoUpdate({ target: connectionIntents.sessionId, set: intent });
}

/**
 * Connects the account with which a person came back from a provider. A person may have several, even of one
 * provider; an account belongs to one person.
 * @returns `notAsked` when this session was not on its way there, `taken` when it is somebody else's
 */
export async function connectAccount(
  db: Database,
  request: ProviderAccount & { sessionId: string; userId: string; cause: Cause; now: Date },
): Promise<'added' | 'taken' | 'notAsked'> {
  const { provider, accountId, label, sessionId, userId, cause, now } = request;
  return db.transaction(async (tx) => {
    const [intent] = await tx
      .delete(connectionIntents)
      .where(
        and(
          eq(connectionIntents.sessionId, sessionId),
          eq(connectionIntents.provider, provider),
          gt(connectionIntents.expiresAt, now),
        ),
      )
      .returning({ sessionId: connectionIntents.sessionId });
    if (!intent) return 'notAsked';
    await lockPerson(tx, { userId, sessionId });
    const [added] = await tx
      .insert(connections)
      .values({ provider, accountId, userId, label, createdAt: now })
      .onConflictDoNothing()
      .returning({ accountId: connections.accountId });
    if (!added) return (await ownerOf(tx, { provider, accountId })) === userId ? 'added' : 'taken';
    await forgetTrustedDevices(tx, { userId });
    await recordSecurityEvent(tx, {
      kind: 'connection.added',
      userId,
      cause,
      ...told({ provider, label }),
      now,
    });
    return 'added';
  });
}

/**
 * Takes the connection to an account elsewhere away, with the sign-ins that are under way. All trust ends.
 * @throws NOT_FOUND when it is not theirs, LAST_WAY_IN, RATE_LIMITED
 */
export async function removeConnection(
  db: Database,
  request: { provider: Provider; accountId: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  const { provider, accountId, userId, cause, now } = request;
  await countUse(db, { limit: 'security.person', key: userId });
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    if ((await ownerOf(tx, { provider, accountId })) !== userId) throw new DomainError('NOT_FOUND');
    if (!canRemove(await getFactors(tx, { userId }), 'connection')) throw new DomainError('LAST_WAY_IN');
    const [removed] = await tx
      .delete(connections)
      .where(and(eq(connections.provider, provider), eq(connections.accountId, accountId)))
      .returning({ label: connections.label });
    await endSignIns(tx, { person });
    await forgetTrustedDevices(tx, { userId });
    const facts = told({ provider, label: removed?.label ?? accountId });
    await recordSecurityEvent(tx, { kind: 'connection.removed', userId, cause, ...facts, now });
  });
}

/** What it is called may be somebody's mail address, and stays out of the audit trail. */
function told({ provider, label }: Pick<ProviderAccount, 'provider' | 'label'>) {
  return { details: { provider }, ownDetails: { name: label } };
}

async function ownerOf(
  db: Database,
  { provider, accountId }: Pick<ProviderAccount, 'provider' | 'accountId'>,
) {
  const [connection] = await db
    .select({ userId: connections.userId })
    .from(connections)
    .where(and(eq(connections.provider, provider), eq(connections.accountId, accountId)))
    .limit(1);
  return connection?.userId;
}
