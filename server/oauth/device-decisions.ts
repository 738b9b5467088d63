import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import type { Session } from '@/server/auth/sessions';
import { countUse, takeBackUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import { readUserAgent } from '@/server/security/user-agent';
import type { Scope } from './catalog';
import { allowScopes, askedScopes, checkAnswerer, findConsent } from './consents';
import { decideDevice, findDeviceRequest } from './device-codes';
import { scopesToday } from './standing';

/** What a person compares before they let a device in. */
export type DeviceView = Awaited<ReturnType<typeof viewDevice>>;

interface Typed {
  userCode: string;
  actor: Session;
  ip: string;
  now: Date;
}

/**
 * What waits under a code that a person typed; looking approves nothing (RFC 8628 section 5.4).
 * @throws NOT_FOUND when nothing waits under it, RATE_LIMITED after too many of those
 */
export async function viewDevice(db: Database, typed: Typed) {
  return guessed(db, typed, async () => {
    const { client, ...request } = await findWaiting(db, typed);
    const allowed = await findConsent(db, { userId: typed.actor.userId, clientId: client.id });
    return {
      client: { name: client.name, description: client.description, website: client.website },
      scopes: askedScopes(request.scopes, allowed),
      ip: request.ip,
      userId: typed.actor.userId,
      ...readUserAgent(request.userAgent),
    };
  });
}

/**
 * A person's yes to a device, remembered like any consent; of two answers the first counts.
 * @throws NOT_FOUND when nothing waits any more, INPUT_INVALID for more than was asked, STEP_UP_REQUIRED, RATE_LIMITED,
 *   SESSION_ENDED also when somebody else saw the question
 */
export async function allowDevice(
  db: Database,
  allow: Typed & { scopes: Scope[]; shownTo: string; cause: Cause },
) {
  const { actor, cause, now } = allow;
  checkAnswerer(allow);
  return guessed(db, allow, () =>
    db.transaction(async (tx) => {
      await lockPerson(tx, { userId: actor.userId, sessionId: actor.id });
      const { client, scopes: asked } = await findWaiting(tx, { ...allow, hold: true });
      const scopes = asked.filter((scope) => allow.scopes.includes(scope));
      if (scopes.length < new Set(allow.scopes).size) throw new DomainError('INPUT_INVALID');
      await allowScopes(tx, { actor, client, asked, scopes, cause, now });
      await decide(tx, { ...allow, scopes, decision: 'allowed' });
    }),
  );
}

/** A person's no. @throws NOT_FOUND when nothing waits any more, RATE_LIMITED */
export async function denyDevice(db: Database, typed: Typed) {
  await guessed(db, typed, () => decide(db, { ...typed, scopes: [], decision: 'denied' }));
}

async function findWaiting(db: Database, { userCode, now, hold }: Typed & { hold?: boolean }) {
  const request = await findDeviceRequest(db, { userCode, now, ...(hold && { hold }) });
  if (!request) throw new DomainError('NOT_FOUND');
  const scopes = scopesToday({ granted: request.scopes, askable: request.client.scopes });
  return { ...request, scopes };
}

async function decide(
  db: Database,
  { actor, ...decision }: Typed & { scopes: Scope[]; decision: 'allowed' | 'denied' },
) {
  const { userId, authTime } = actor;
  const { userCode, scopes, decision: said, now } = decision;
  const facts = { userCode, userId, decision: said, scopes, authTime, now };
  if (!(await decideDevice(db, facts))) throw new DomainError('NOT_FOUND');
}

/** Counts what may be a guess before it is tried, and takes that back unless nothing waits under the code. */
async function guessed<Result>(db: Database, { actor, ip }: Typed, attempt: () => Promise<Result>) {
  const uses = [
    { limit: 'userCode.person', key: actor.userId },
    { limit: 'userCode.address', key: addressKey(ip) },
  ] as const;
  for (const use of uses) await countUse(db, use);
  const takeBack = async () => {
    for (const use of uses) await takeBackUse(db, use);
  };
  const result = await attempt().catch(async (error: unknown) => {
    if (!(error instanceof DomainError && error.reason === 'NOT_FOUND')) await takeBack();
    throw error;
  });
  await takeBack();
  return result;
}
