import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { oauthConsents } from '@/db/schema/oauth';
import type { Cause } from '@/server/audit/commands';
import type { Session } from '@/server/auth/sessions';
import { hasFreshProof } from '@/server/auth/step-up';
import { DomainError } from '@/server/errors';
import type { SecurityEventKind } from '@/server/security/catalog';
import { recordSecurityEvent } from '@/server/security/commands';
import { SCOPES, type Scope } from './catalog';

/** A scope as the page of consent shows it; `known`: allowed before. */
export interface AskedScope {
  name: Scope;
  sensitive: boolean;
  known: boolean;
}

/** What a person has allowed an app; undefined when they never did, or took it back. */
export async function findConsent(
  db: Database,
  { userId, clientId }: { userId: string; clientId: string },
): Promise<string[] | undefined> {
  const [consent] = await db
    .select({ scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .where(and(eq(oauthConsents.userId, userId), eq(oauthConsents.clientId, clientId)))
    .limit(1);
  return consent?.scopes;
}

export function askedScopes(asked: Scope[], allowed: string[] | undefined): AskedScope[] {
  return asked.map((name) => ({
    name,
    sensitive: SCOPES[name].sensitive,
    known: allowed?.includes(name) ?? false,
  }));
}

/**
 * Whoever sees a question answers it, nobody who has signed in in this browser since. @throws SESSION_ENDED otherwise
 */
export function checkAnswerer({ actor, shownTo }: { actor: Session; shownTo: string }) {
  if (actor.userId !== shownTo) throw new DomainError('SESSION_ENDED');
}

/**
 * Notes that a person allows an app these scopes, besides those it has. What was asked for and is not among them they
 * take back, wherever the app is signed in: it was shown, and unticked. In a transaction that has locked the person, so
 * that two answers at the same moment come one after the other.
 * @throws STEP_UP_REQUIRED when a sensitive scope is new and the person has not confirmed lately who they are
 */
export async function allowScopes(
  db: Database,
  allow: {
    actor: Session;
    client: { id: string; name: string };
    asked: Scope[];
    scopes: Scope[];
    cause: Cause;
    now: Date;
  },
) {
  const { actor, client, asked, scopes, cause, now } = allow;
  const { userId } = actor;
  const before = await findConsent(db, { userId, clientId: client.id });
  const added = scopes.filter((scope) => !before?.includes(scope));
  const taken = asked.filter((scope) => before?.includes(scope) && !scopes.includes(scope));
  if (before && added.length === 0 && taken.length === 0) return;
  if (added.some((scope) => SCOPES[scope].sensitive) && !(await hasFreshProof(db, { session: actor, now })))
    throw new DomainError('STEP_UP_REQUIRED');
  const kept = (before ?? []).filter((scope) => !taken.some((name) => name === scope));
  const all = [...kept, ...added];
  await db
    .insert(oauthConsents)
    .values({ userId, clientId: client.id, scopes: all, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: [oauthConsents.userId, oauthConsents.clientId],
      set: { scopes: all, updatedAt: now },
    });
  const told = async (kind: SecurityEventKind, changed: Scope[]) => {
    const details = { name: client.name, scopes: changed.join(' ') };
    if (changed.length > 0) await recordSecurityEvent(db, { kind, userId, cause, details, now });
  };
  await told(before ? 'app.scopesGrown' : 'app.allowed', added);
  await told('app.scopesNarrowed', taken);
}
