import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { trustedDevices } from '@/db/schema/factors';
import { emailChanges, knownBrowsers, passwordResets, securityEvents } from '@/db/schema/security';
import { passwords } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { type LinkPurpose, signLink } from '@/server/links';
import type { SecurityEventKind } from '@/server/security/catalog';
import { SECRET } from './callers';

const DAY = 86_400_000;

/** A change of address with the secrets of its links. */
export interface GivenEmailChange {
  id: string;
  oldEmail: string;
  newEmail: string;
  approve: string;
  confirm: string;
  undo: string;
}

/** Makes what comes of a person's password, address and security log. */
export function accountFactories(db: Database) {
  return {
    /** The same person, whose account no longer has a password. */
    async withoutPassword<P extends { id: string }>(person: P): Promise<P> {
      await db.delete(passwords).where(eq(passwords.userId, person.id));
      return person;
    },

    /** A link for a new password that is on its way to somebody; by address alone when there is no account. */
    async reset(
      to: { id?: string; email: string },
      wish: Partial<Pick<typeof passwordResets.$inferInsert, 'expiresAt' | 'locale'>> = {},
    ) {
      const id = uuid();
      const times = { createdAt: new Date(), expiresAt: inTime(1_800_000) };
      const owner = { email: to.email, userId: to.id ?? null };
      await db.insert(passwordResets).values({ id, ...owner, locale: 'en', ...times, ...wish });
      return { id, token: link('reset-password', id) };
    },

    /** A person's change of address: asked for, approved as well, or made. */
    async emailChange(
      person: { id: string; email: string },
      {
        stage = 'requested',
        newEmail = `new-${uuid()}@example.test`,
        at = new Date(),
        expiresAt = new Date(at.getTime() + DAY),
      }: {
        stage?: 'requested' | 'approved' | 'confirmed';
        newEmail?: string;
        at?: Date;
        expiresAt?: Date;
      } = {},
    ): Promise<GivenEmailChange> {
      const id = uuid();
      const oldEmail = person.email;
      const made = stage === 'confirmed';
      await db.insert(emailChanges).values({
        id,
        userId: person.id,
        oldEmail,
        newEmail,
        createdAt: at,
        expiresAt,
        approvedAt: stage === 'requested' ? null : at,
        confirmedAt: made ? at : null,
        undoUntil: made ? new Date(at.getTime() + 7 * DAY) : null,
      });
      if (made) await db.update(users).set({ email: newEmail }).where(eq(users.id, person.id));
      return {
        id,
        oldEmail,
        newEmail,
        approve: link('email-approve', id),
        confirm: link('email-confirm', id),
        undo: link('email-undo', id),
      };
    },

    /** An entry in a person's security log, with the secret of "This was not me". */
    async event(
      person: { id: string },
      { kind = 'passkey.added', at = new Date(), ...facts }: EventWish = {},
    ): Promise<{ id: string; token: string }> {
      const id = uuid({ msecs: at.getTime() });
      await db.insert(securityEvents).values({ id, userId: person.id, kind, at, ...facts });
      return { id, token: link('not-me', id) };
    },

    /** A browser that a person trusts, by its cookie. */
    async trustedBrowser(person: { id: string }) {
      const cookie = randomToken();
      const times = { createdAt: new Date(), lastUsedAt: new Date(), expiresAt: inTime(30 * DAY) };
      const row = { id: uuid(), userId: person.id, tokenHash: hashToken(cookie) };
      await db.insert(trustedDevices).values({ ...row, ...times });
      return cookie;
    },

    /** A browser in which a person has signed in before, by its cookie. */
    async knownBrowser(person: { id: string }) {
      const cookie = randomToken();
      const seen = { firstSeenAt: new Date(), lastSeenAt: new Date() };
      await db.insert(knownBrowsers).values({ userId: person.id, browserHash: hashToken(cookie), ...seen });
      return cookie;
    },
  };
}

interface EventWish {
  kind?: SecurityEventKind;
  at?: Date;
  sessionId?: string;
  ip?: string;
  userAgent?: string;
  details?: Record<string, string | number | boolean>;
}

/** `size` links, changes of address that are over, events and known browsers of one person. */
export async function accountAround(db: Database, person: { id: string; email: string }, size: number) {
  const each = <Row>(row: () => Row) => Array.from({ length: size }, row);
  const userId = person.id;
  const [createdAt, expiresAt] = [new Date(), inTime(DAY)];
  await db
    .insert(passwordResets)
    .values(
      each(() => ({ id: uuid(), userId, email: person.email, locale: 'en' as const, createdAt, expiresAt })),
    );
  const over = {
    approvedAt: createdAt,
    confirmedAt: new Date(0),
    undoUntil: new Date(1),
    undoneAt: new Date(0),
  };
  await db.insert(emailChanges).values(
    each(() => ({
      id: uuid(),
      userId,
      oldEmail: `${uuid()}@example.test`,
      newEmail: person.email,
      createdAt,
      expiresAt,
      ...over,
    })),
  );
  await db
    .insert(securityEvents)
    .values(each(() => ({ id: uuid(), userId, at: createdAt, kind: 'session.started' })));
  await db
    .insert(knownBrowsers)
    .values(
      each(() => ({ userId, browserHash: randomUUID(), firstSeenAt: createdAt, lastSeenAt: createdAt })),
    );
}

function link(purpose: LinkPurpose, id: string) {
  return signLink({ secret: SECRET, purpose, id });
}

function inTime(milliseconds: number) {
  return new Date(Date.now() + milliseconds);
}
