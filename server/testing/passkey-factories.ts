import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { passkeySignInOptions } from '@/server/auth/passkey-sign-in';
import { stepUpPasskeyOptions } from '@/server/auth/passkey-step-up';
import { passkeyRegistrationOptions } from '@/server/auth/passkeys';
import { findSession, startSession } from '@/server/auth/sessions';
import { SIGN_UP_SECONDS } from '@/server/auth/sign-up';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { signLink } from '@/server/links';
import { Authenticator } from './authenticator';
import { SECRET } from './callers';

const APP_URL = 'http://localhost:3000';
const IP = '192.0.2.1';
const CAUSE = { actorId: null };

/** A passkey, and the authenticator that signs with it. */
export interface GivenPasskey {
  id: string;
  authenticator: Authenticator;
}

/** Makes passkeys, and what comes of them. */
export function passkeyFactories(db: Database) {
  const factories = {
    /** A passkey of somebody's. */
    async passkey(
      person: { id: string },
      { name = 'A key', ...traits }: ConstructorParameters<typeof Authenticator>[0] & { name?: string } = {},
    ): Promise<GivenPasskey> {
      const [owner] = await db
        .select({ handle: users.passkeyHandle })
        .from(users)
        .where(eq(users.id, person.id));
      const userHandle = Buffer.from(owner?.handle ?? '', 'hex').toString('base64url');
      const authenticator = new Authenticator(traits).belongsTo(userHandle);
      const id = uuid();
      const row = { id, userId: person.id, name, transports: ['internal'], createdAt: new Date() };
      await db.insert(passkeys).values({ ...row, ...authenticator.facts });
      return { id, authenticator };
    },

    /** The same person in a browser that a passkey has opened: proven with two factors. */
    async passkeySession<P extends { id: string }>(
      person: P,
      { passkey, now = new Date() }: { passkey: GivenPasskey; now?: Date },
    ): Promise<P & { token: string }> {
      const { token } = await startSession(db, {
        userId: person.id,
        amr: { hwk: now.toISOString() },
        aal: 2,
        passkeyId: passkey.id,
        ip: IP,
        userAgent: 'a browser',
        now,
      });
      return { ...person, token };
    },

    /** What the browser of a session was asked to register. */
    async registrationOptions(person: { token: string }, { conditional = false, now = new Date() } = {}) {
      const session = await sessionOf(db, person);
      return passkeyRegistrationOptions(db, { session, conditional, appUrl: APP_URL, now });
    },

    /** What the browser of a session was asked to confirm with. */
    async stepUpOptions(person: { token: string }, { now = new Date() } = {}) {
      const session = await sessionOf(db, person);
      return stepUpPasskeyOptions(db, { session, cause: CAUSE, ip: IP, appUrl: APP_URL, now });
    },

    /** What a browser was asked to sign in with, and the cookie of its attempt. */
    async signInOptions(attemptCookie?: string, { now = new Date() } = {}) {
      const visit = {
        attemptCookie,
        deviceCookie: undefined,
        ip: IP,
        userAgent: undefined,
        requestId: uuid(),
        now,
      };
      const { options, cookie } = await passkeySignInOptions(db, { ...visit, appUrl: APP_URL });
      return { options, cookie: cookie ?? attemptCookie ?? '' };
    },

    /** A sign-up without a password, whose mail is on its way. */
    async passkeySignUp(wish: Partial<Pick<typeof signUps.$inferInsert, 'email' | 'expiresAt'>> = {}) {
      const id = uuid();
      const cookie = randomToken();
      const open = {
        email: `passkey-${id}@example.test`,
        displayName: 'Somebody New',
        locale: 'en' as const,
        expiresAt: new Date(Date.now() + SIGN_UP_SECONDS * 1000),
        ...wish,
      };
      await db.insert(signUps).values({ id, ...open, cookieHash: hashToken(cookie) });
      const token = signLink({ secret: SECRET, purpose: 'verify-email', id });
      return { id, email: open.email, cookie, token };
    },
  };
  return factories;
}

async function sessionOf(db: Database, { token }: { token: string }) {
  const session = await findSession(db, { token, now: new Date() });
  if (!session) throw new Error('the session is over');
  return session;
}

/** Up to eight passkeys more for who has one; a first one would change what everything asks of them. */
export async function passkeysAround(db: Database, person: { id: string }, size: number) {
  if ((await db.$count(passkeys, eq(passkeys.userId, person.id))) === 0) return;
  for (let n = 0; n < Math.min(size, 8); n++) await passkeyFactories(db).passkey(person);
}
