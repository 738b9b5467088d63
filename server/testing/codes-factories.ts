import { randomBytes } from 'node:crypto';
import { and, eq, isNotNull } from 'drizzle-orm';
import { generateSync } from 'otplib';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { recoveryCodes, totpAuthenticators, trustedDevices } from '@/db/schema/factors';
import { loginAttempts } from '@/db/schema/sign-in';
import { beginAttempt } from '@/server/auth/attempts';
import { encrypt } from '@/server/auth/encryption';
import { hashWithSalt } from '@/server/auth/passwords';
import { findSession, startSession } from '@/server/auth/sessions';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { totpRow } from '@/server/auth/totp';
import { newTotpKey } from '@/server/auth/totp-codes';
import { beginTotp } from '@/server/auth/totp-enrolment';
import { TRUST_SECONDS } from '@/server/auth/trusted-devices';
import { SECRET } from './callers';

/** Seconds that a code of an authenticator app is shown. */
const STEP_SECONDS = 30;

/** What an authenticator app shows; `step` 1 is the code after this one, -1 the one before. */
export function codeOf({ key }: { key: string }, { step = 0, now = new Date() } = {}) {
  return generateSync({ secret: key, epoch: Math.floor(now.getTime() / 1000) + step * STEP_SECONDS });
}

/** Six digits that none of the apps shows now, before or after. */
export function wrongCode(...apps: { key: string }[]) {
  const now = new Date();
  // One step more on either side, for a test that runs into the next one.
  const shown = apps.flatMap((app) => [-2, -1, 0, 1, 2].map((step) => codeOf(app, { step, now })));
  const wrong = ['000000', '111111', '222222', '333333', '444444', '555555', '666666', '777777', '888888'];
  return wrong.find((code) => !shown.includes(code)) ?? '999999';
}

/** Makes codes and what belongs to them. */
export function codeFactories(db: Database) {
  return {
    /** An authenticator app of a person, in use and not used yet. */
    async totp(
      person: { id: string },
      { name = 'Phone', key = newTotpKey(), secret = SECRET, createdAt = new Date() } = {},
    ) {
      const id = uuid();
      const row = totpRow({ id, userId: person.id });
      await db.insert(totpAuthenticators).values({
        id,
        userId: person.id,
        name,
        secret: encrypt({ text: key, secret, boundTo: row }),
        createdAt,
        confirmedAt: createdAt,
      });
      return { id, name, key };
    },

    /** An authenticator app that somebody has begun to set up in the browser of a session. */
    async pendingTotp({ token }: { token: string }, { now = new Date() } = {}) {
      const session = await findSession(db, { token, now });
      if (!session) throw new Error('the session is over');
      return beginTotp(db, { session, secret: SECRET, now });
    },

    /** Recovery codes of a person, as many as are needed, since each takes a while to hash. */
    async recoveryCodes(person: { id: string }, { count = 1 } = {}) {
      const salt = randomBytes(16);
      const codes = Array.from({ length: count }, (_, n) => `${String(n).padStart(4, '0')}0123456789AB`);
      const set = { userId: person.id, salt: salt.toString('base64url'), createdAt: new Date() };
      for (const text of codes) {
        const hash = Buffer.from(await hashWithSalt({ text, salt })).toString('base64url');
        await db.insert(recoveryCodes).values({ ...set, hash });
      }
      return codes;
    },

    /** The same person in a browser where they have signed in with password and app: proven with two factors. */
    async twoFactorSession<P extends { id: string }>(person: P, { now = new Date() } = {}) {
      const at = now.toISOString();
      const browser = { amr: { pwd: at, otp: at }, aal: 2, ip: '192.0.2.1', userAgent: 'a browser' } as const;
      const { token } = await startSession(db, { userId: person.id, ...browser, now });
      return { ...person, token };
    },

    /** A browser that a person trusts: its id, and the cookie by which it is known. */
    async trustedDevice(
      person: { id: string },
      { now = new Date(), userAgent }: { now?: Date; userAgent?: string } = {},
    ) {
      const [id, cookie] = [uuid(), randomToken()];
      const times = { createdAt: now, lastUsedAt: now, expiresAt: later(now, TRUST_SECONDS) };
      const device = { userId: person.id, tokenHash: hashToken(cookie), ip: '192.0.2.1', userAgent };
      await db.insert(trustedDevices).values({ id, ...device, ...times });
      return { id, cookie };
    },

    /** The cookie of a sign-in whose password was right, and which waits for a second factor. */
    async secondStep(
      person: { id: string; email: string },
      { now = new Date(), due = true }: { now?: Date; due?: boolean } = {},
    ) {
      const { id, cookie } = await beginAttempt(db, { email: person.email, now });
      await db
        .update(loginAttempts)
        .set({ userId: person.id, amr: { pwd: now.toISOString() }, secondFactorDue: due })
        .where(eq(loginAttempts.id, id));
      return cookie;
    },
  };
}

/** `size` rows of each that a person can have any number of; further apps and codes beside those that they have. */
export async function codesAround(db: Database, person: { id: string }, size: number) {
  const userId = person.id;
  const now = new Date();
  const each = <Row>(number: number, row: () => Row) => Array.from({ length: number }, row);
  const app = { userId, name: 'Another', createdAt: now };
  const key = (id: string) =>
    encrypt({ text: newTotpKey(), secret: SECRET, boundTo: totpRow({ id, userId }) });
  const pending = { ...app, sessionId: uuid(), pendingUntil: later(now, 600) };
  const withKey = <Row>(row: Row) => {
    const id = uuid();
    return { ...row, id, secret: key(id) };
  };
  await db.insert(totpAuthenticators).values(each(size, () => withKey(pending)));
  const times = { createdAt: now, lastUsedAt: now, expiresAt: later(now, TRUST_SECONDS) };
  await db
    .insert(trustedDevices)
    .values(each(size, () => ({ id: uuid(), userId, tokenHash: uuid(), ...times })));
  // One who has none gets none, or a second factor would be due where the call that works gives none.
  const [own] = await db
    .select({ id: totpAuthenticators.id })
    .from(totpAuthenticators)
    .where(and(eq(totpAuthenticators.userId, userId), isNotNull(totpAuthenticators.confirmedAt)))
    .limit(1);
  if (own)
    await db
      .insert(totpAuthenticators)
      .values(each(Math.min(size, 3), () => withKey({ ...app, confirmedAt: now })));
  const [set] = await db
    .select({ salt: recoveryCodes.salt })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId))
    .limit(1);
  if (set)
    await db
      .insert(recoveryCodes)
      .values(each(size, () => ({ userId, hash: uuid(), salt: set.salt, createdAt: now })));
}

function later(now: Date, seconds: number) {
  return new Date(now.getTime() + seconds * 1000);
}
