import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { memberships, principalPermissions, roles } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { signUps } from '@/db/schema/sign-in';
import { beginAttempt } from '@/server/auth/attempts';
import { hashPassword } from '@/server/auth/passwords';
import { startSession } from '@/server/auth/sessions';
import { SIGN_UP_SECONDS } from '@/server/auth/sign-up';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { createAccount } from '@/server/auth/verify-email';
import type { Locale } from '@/server/http/locale';
import { addJob } from '@/server/jobs/queue';
import { signLink } from '@/server/links';
import { PERMISSIONS, type Permission } from '@/server/roles/permissions';
import { accountFactories } from './account-factories';
import { announcementFactories } from './announcement-factories';
import { SECRET } from './callers';
import { codeFactories } from './codes-factories';
import { connectionFactories } from './connection-factories';
import { contactFactories } from './contact-factories';
import { groupFactories } from './group-factories';
import { inboxFactories } from './inbox-factories';
import { leavingFactories } from './leaving-factories';
import { moderationFactories } from './moderation-factories';
import { notificationFactories } from './notification-factories';
import { oauthFactories } from './oauth-factories';
import { passkeyFactories } from './passkey-factories';
import { photoFactories } from './photo-factories';
import { preferenceFactories } from './preference-factories';
import { privacyFactories } from './privacy-factories';
import { pushFactories } from './push-factories';
import { roleFactories } from './role-factories';
import { sessionFactories } from './session-factories';
import { unsubscribeFactories } from './unsubscribe-factories';

/** Everybody's, unless a test says otherwise. */
export const PASSWORD = 'seven walruses knit at dawn';
const passwordHash = memo(() => hashPassword(PASSWORD));

/** A person with an account, signed in in one browser. */
export interface Person {
  id: string;
  email: string;
  displayName: string;
  handle: string;
  /** Of their session. */
  token: string;
}

export type Given = ReturnType<typeof makeGiven>;

interface Wish {
  email?: string;
  displayName?: string;
  handle?: string;
  locale?: Locale;
  timeZone?: string;
}

/** Makes what a test starts from. Everything not asked for is different each time. */
export function makeGiven(db: Database) {
  const account = async ({ locale = 'en', timeZone, ...wish }: Wish) => {
    const n = another();
    const person = {
      email: `person-${n}@example.test`,
      displayName: `Person ${n}`,
      handle: `person-${n}`,
      ...wish,
    };
    const how = { passwordHash: await passwordHash(), locale, timeZone: timeZone ?? null, now: new Date() };
    return { id: await createAccount(db, { ...person, ...how }), ...person };
  };

  const given = {
    ...accountFactories(db),
    ...announcementFactories(db),
    ...codeFactories(db),
    ...connectionFactories(db),
    ...oauthFactories(db),
    ...passkeyFactories(db),
    ...sessionFactories(db),
    ...contactFactories(db),
    ...inboxFactories(db),
    ...notificationFactories(db),
    ...unsubscribeFactories(db),
    ...leavingFactories(db),
    ...photoFactories(db),
    ...pushFactories(db),
    ...preferenceFactories(db),
    ...privacyFactories(db),
    ...roleFactories(db),
    ...groupFactories(db),
    ...moderationFactories(db),
    /** A member who is signed in. */
    user: async (wish: Wish = {}): Promise<Person> => given.session(await account(wish)),

    /** A person who holds exactly these permissions, by a role of their own. */
    async holder(...held: Permission[]): Promise<Person & { roleId: string }> {
      const person = await account({});
      const roleId = await given.role(...held);
      await db.insert(memberships).values({ userId: person.id, principalId: roleId });
      return { ...(await given.session(person)), roleId };
    },

    async role(...held: Permission[]) {
      const id = uuid();
      await db.insert(principals).values({ id, kind: 'role' });
      await db.insert(roles).values({ id, key: `role-${another()}`, createdAt: new Date() });
      if (held.length)
        await db
          .insert(principalPermissions)
          .values(held.map((name) => ({ principalId: id, permissionId: PERMISSIONS[name].id })));
      return id;
    },

    /** The same person in another browser. */
    async session<P extends { id: string }>(person: P, { now = new Date() } = {}) {
      const browser = { amr: { pwd: now.toISOString() }, ip: '192.0.2.1', userAgent: 'a browser' };
      const { token } = await startSession(db, { userId: person.id, ...browser, now });
      return { ...person, token };
    },

    /** A sign-up whose mail is on its way: the cookie of its browser, and the secret of its link. */
    async signUp(
      wish: Partial<Pick<typeof signUps.$inferInsert, 'email' | 'displayName' | 'expiresAt'>> = {},
    ) {
      const id = uuid();
      const cookie = randomToken();
      const open = {
        email: `person-${another()}@example.test`,
        displayName: 'Somebody New',
        expiresAt: new Date(Date.now() + SIGN_UP_SECONDS * 1000),
        ...wish,
      };
      const secrets = { passwordHash: await passwordHash(), cookieHash: hashToken(cookie) };
      await db.insert(signUps).values({ id, locale: 'en', ...open, ...secrets });
      return {
        id,
        email: open.email,
        cookie,
        token: signLink({ secret: SECRET, purpose: 'verify-email', id }),
      };
    },

    /** The cookie of a sign-in that has begun. */
    async attempt({ email }: { email: string }, { now = new Date() } = {}) {
      return (await beginAttempt(db, { email, now })).cookie;
    },

    /** Something in the audit trail. */
    async auditEntry(wish: Partial<typeof auditEntries.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      const facts = { at: new Date(), kind: 'profile.updated', requestId: uuid(), ip: '192.0.2.1' };
      await db.insert(auditEntries).values({ ...facts, ...wish, id });
      return id;
    },

    /** A job that could not be done at its first try. */
    async failingJob() {
      const key = `job-${another()}`;
      await addJob(db, { name: 'sweep', payload: {}, key });
      const [job] = await db.execute<{ id: string }>(sql`
        update graphile_worker._private_jobs
        set attempts = 1, last_error = 'it rained', run_at = now() + interval '1 hour'
        where key = ${key} returning id`);
      if (!job) throw new Error('the job is gone');
      return job.id;
    },
  };
  return given;
}

let things = 0;

/** A number that nothing had before. */
function another() {
  return ++things;
}

function memo<T>(make: () => T) {
  let made: T | undefined;
  return () => (made ??= make());
}
