import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys, recoveryCodes } from '@/db/schema/factors';
import { profiles, users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { providerOf } from './aaguids';
import { endSignIns } from './end-access';
import { forgetTrustedDevices, hasSecondFactor, lockPerson } from './factors';
import { methodOf } from './passkey-assertion';
import type { PasskeyRegistration } from './passkey-inputs';
import { passkeyName } from './passkey-names';
import {
  type CreationOptions,
  creationOptions,
  insertPasskey,
  verifyRegistration,
} from './passkey-registration';
import { relyingParty } from './relying-party';
import { renewSession, type Session } from './sessions';
import { countUse } from './throttle';
import { isUnasked, makeChallenge, takeChallenge } from './webauthn-challenges';

/** How many a person can have. */
export const MOST_PASSKEYS = 10;

/** A passkey as its person sees it. */
export interface Passkey {
  id: string;
  credentialId: string;
  name: string;
  /** Who keeps it ("iCloud Keychain"), by the AAGUID; null when that is not known. */
  provider: string | null;
  aaguid: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** On several devices; else bound to one. */
  synced: boolean;
  /** When its counter last went back, which a copy of it would explain. */
  counterWentBackAt: Date | null;
}

/** Passkeys, and what the browser's Signal API is told (WebAuthn level 3 section 5.1.10). */
export interface PasskeyList {
  rpId: string;
  /** base64url. */
  userHandle: string;
  email: string;
  displayName: string;
  passkeys: Passkey[];
}

/** The passkeys of a person, the oldest first. @throws NOT_FOUND */
export async function listPasskeys(
  db: Database,
  { userId, appUrl }: { userId: string; appUrl: string },
): Promise<PasskeyList> {
  const rows = await db
    .select({
      userHandle: users.passkeyHandle,
      email: users.email,
      displayName: profiles.displayName,
      passkey: {
        id: passkeys.id,
        credentialId: passkeys.credentialId,
        name: passkeys.name,
        aaguid: passkeys.aaguid,
        createdAt: passkeys.createdAt,
        lastUsedAt: passkeys.lastUsedAt,
        synced: passkeys.backedUp,
        counterWentBackAt: passkeys.counterWentBackAt,
      },
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(passkeys, eq(passkeys.userId, users.id))
    .where(eq(users.id, userId))
    .orderBy(passkeys.createdAt, passkeys.id);
  const [person] = rows;
  if (!person) throw new DomainError('NOT_FOUND');
  return {
    rpId: relyingParty(appUrl).id,
    userHandle: Buffer.from(person.userHandle, 'hex').toString('base64url'),
    email: person.email,
    displayName: person.displayName,
    passkeys: rows.flatMap(({ passkey }) =>
      passkey ? [{ ...passkey, provider: providerOf(passkey.aaguid) }] : [],
    ),
  };
}

/**
 * What to have an authenticator make, for the session that asks.
 * @param request.conditional the browser makes it by itself, after a sign-in with a password (conditional create)
 * @throws TOO_MANY_FACTORS, RATE_LIMITED
 */
export async function passkeyRegistrationOptions(
  db: Database,
  request: { session: Session; conditional: boolean; appUrl: string; now: Date },
): Promise<CreationOptions> {
  const { session, conditional, appUrl, now } = request;
  const { email, displayName } = session;
  await countUse(db, { limit: 'security.person', key: session.userId });
  const { userHandle, others } = await getCredentials(db, session);
  if (others.length >= MOST_PASSKEYS) throw new DomainError('TOO_MANY_FACTORS');
  const make = { ceremony: 'register', boundTo: session.id, unasked: conditional, now } as const;
  const challenge = await makeChallenge(db, make);
  return creationOptions({ challenge, userHandle, email, displayName, others, appUrl });
}

/**
 * Adds a passkey to the account of a session. Trust in browsers ends and every sign-in under way, as with any change of
 * factors. One that has verified
 * its person is a proof as well: the session gets a new token and has proven two factors.
 * @returns `recoveryCodesMissing`: it is their first second factor, and there is nothing to fall back on yet; `token` for
 *   the cookie of the session, if it has a new one
 * @throws CEREMONY_EXPIRED, PASSKEY_REFUSED, TOO_MANY_FACTORS, ALREADY_THERE (with this account or another), SESSION_ENDED
 */
export async function registerPasskey(
  db: Database,
  request: { session: Session; response: PasskeyRegistration; appUrl: string; cause: Cause; now: Date },
): Promise<{ id: string; name: string; recoveryCodesMissing: boolean; token: string | undefined }> {
  const { session, response, appUrl, cause, now } = request;
  const { userId, locale } = session;
  const { clientDataJSON } = response.response;
  const ceremony = { ceremony: 'register', boundTo: session.id } as const;
  const challenge = await takeChallenge(db, { clientDataJSON, ...ceremony, now });
  const made = await verifyRegistration({ response, challenge, appUrl });
  return db.transaction(async (tx) => {
    // Where the browser made it by itself nobody was asked, so nothing is proven, and the session has no new token.
    const unasked = isUnasked(challenge);
    const person = await lockPerson(tx, { userId, ...(unasked && { sessionId: session.id }) });
    const before = await getStanding(tx, { userId });
    if (before.names.length >= MOST_PASSKEYS) throw new DomainError('TOO_MANY_FACTORS');
    const { aaguid } = made;
    const name = passkeyName({ aaguid, userAgent: cause.userAgent, locale, taken: before.names });
    const id = await insertPasskey(tx, { ...made, userId, name, now });
    await endSignIns(tx, { person });
    await forgetTrustedDevices(tx, { userId });
    const details = { name, factorId: id, first: !before.hasSecondFactor };
    await recordSecurityEvent(tx, { kind: 'passkey.added', userId, cause, details, now });
    const token = unasked ? undefined : await renewSession(tx, proofBy(made, { session, now }));
    return { id, name, recoveryCodesMissing: !before.hasSecondFactor && !before.hasRecoveryCodes, token };
  });
}

function proofBy(made: { backupEligible: boolean }, { session, now }: { session: Session; now: Date }) {
  return { sessionId: session.id, amr: { [methodOf(made)]: now.toISOString() }, aal: 2, now } as const;
}

/** The passkeys of a person as authenticators know them, with the handle that they have in common. */
async function getCredentials(db: Database, { userId }: { userId: string }) {
  const rows = await db
    .select({
      userHandle: users.passkeyHandle,
      credential: { credentialId: passkeys.credentialId, transports: passkeys.transports },
    })
    .from(users)
    .leftJoin(passkeys, eq(passkeys.userId, users.id))
    .where(eq(users.id, userId));
  const [person] = rows;
  if (!person) throw new DomainError('NOT_FOUND');
  return { userHandle: person.userHandle, others: rows.flatMap(({ credential }) => credential ?? []) };
}

/** What a person has before one more passkey. */
async function getStanding(db: Database, { userId }: { userId: string }) {
  const unused = and(eq(recoveryCodes.userId, users.id), isNull(recoveryCodes.usedAt));
  const rows = await db
    .select({
      name: passkeys.name,
      hasSecondFactor: hasSecondFactor(users.id),
      hasRecoveryCodes: sql<boolean>`exists (select from ${recoveryCodes} where ${unused})`,
    })
    .from(users)
    .leftJoin(passkeys, eq(passkeys.userId, users.id))
    .where(eq(users.id, userId));
  return {
    names: rows.flatMap(({ name }) => name ?? []),
    hasSecondFactor: rows.some((row) => row.hasSecondFactor),
    hasRecoveryCodes: rows.some((row) => row.hasRecoveryCodes),
  };
}
