import { randomBytes } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { webauthnChallenges } from '@/db/schema/factors';
import { DomainError } from '@/server/errors';

/** Seconds in which a challenge can be answered. */
export const CHALLENGE_SECONDS = 300;
const BYTES = 32;

type Ceremony = (typeof webauthnChallenges.$inferSelect)['ceremony'];

/** What of CollectedClientData (WebAuthn level 3 section 5.8.1) has to be known before it is verified. */
const ClientData = z.object({
  challenge: z.string().regex(/^[\w-]{43,44}$/),
  crossOrigin: z.boolean().optional(),
});

/**
 * Makes a challenge for one ceremony of one attempt, session or sign-up.
 * @param make.unasked the browser may answer by itself, without the person being there (conditional create). The
 *   challenge carries that as one more byte, so that nobody can answer another one in that way.
 * @returns base64url
 */
export async function makeChallenge(
  db: Database,
  make: { ceremony: Ceremony; boundTo: string; unasked?: boolean; now: Date },
): Promise<string> {
  const { ceremony, boundTo, unasked = false, now } = make;
  const challenge = randomBytes(unasked ? BYTES + 1 : BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + CHALLENGE_SECONDS * 1000);
  await db.insert(webauthnChallenges).values({ challenge, ceremony, boundTo, expiresAt });
  return challenge;
}

/** Whether the browser may answer a challenge without the person being there. */
export function isUnasked(challenge: string) {
  return Buffer.from(challenge, 'base64url').length > BYTES;
}

const challengeTaken = prepared((db) =>
  db
    .delete(webauthnChallenges)
    .where(
      and(
        eq(webauthnChallenges.challenge, sql.placeholder('challenge')),
        eq(webauthnChallenges.ceremony, sql.placeholder('ceremony')),
        eq(webauthnChallenges.boundTo, sql.placeholder('boundTo')),
        gt(webauthnChallenges.expiresAt, parameter('now', 'timestamptz')),
      ),
    )
    .returning({ challenge: webauthnChallenges.challenge })
    .prepare('challenge_taken'),
);

/**
 * Uses the challenge up that an answer names, before anything of the answer is believed: whatever comes of it, it
 * is not answered again.
 * @throws CEREMONY_EXPIRED when it was made for something or somebody else, was used, or is too old;
 *   PASSKEY_REFUSED when the answer was made inside a page of another site
 */
export async function takeChallenge(
  db: Database,
  take: { clientDataJSON: string; ceremony: Ceremony; boundTo: string; now: Date },
): Promise<string> {
  const { clientDataJSON, ceremony, boundTo, now } = take;
  const clientData = readClientData(clientDataJSON);
  const [taken] = clientData
    ? await challengeTaken(db).execute({
        ...{ challenge: clientData.challenge, ceremony, boundTo, now: now.toISOString() },
      })
    : [];
  if (!taken) throw new DomainError('CEREMONY_EXPIRED');
  // Our pages are never framed (section 13.4.9); the library lets this pass when the browser does not name the top.
  if (clientData?.crossOrigin) throw new DomainError('PASSKEY_REFUSED');
  return taken.challenge;
}

function readClientData(json: string) {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(json, 'base64url').toString());
    return ClientData.safeParse(parsed).data;
  } catch {
    return undefined;
  }
}
