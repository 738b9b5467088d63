import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Database } from '@/db/client';
import type { Services } from '@/server/context';
import type { AppRequest } from '@/server/oauth/app-request';
import { isProtocolError } from '@/server/oauth/errors';
import { findClient } from '@/server/oauth/queries';
import { answerToken } from '@/server/oauth/token-endpoint';
import { servicesFor } from './callers';

/** What an app is answered that asks for tokens (RFC 6749 section 5.1). */
const TokenAnswer = z.strictObject({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.literal(300),
  scope: z.string(),
});

interface From {
  now?: Date;
  ip?: string;
  userAgent?: string;
}

/** A request of an app that has proven who it is. */
export async function appRequest(
  db: Database,
  { client, form }: { client: { id: string }; form: Record<string, string> },
  { now = new Date(), ip = '192.0.2.9', userAgent = 'another app' }: From = {},
): Promise<AppRequest> {
  const found = await findClient(db, { clientId: client.id });
  if (!found) throw new Error('the client is gone');
  const given = new Map(Object.entries(form));
  return { client: found, form: given, requestId: uuid(), ip, userAgent, now };
}

/** An app as it talks to the token endpoint. */
export function appOf(db: Database, client: { id: string }, services: Partial<Services> = {}) {
  return async (form: Record<string, string>, from: From = {}) => {
    const request = await appRequest(db, { client, form }, from);
    return TokenAnswer.parse(await answerToken(servicesFor(db, services), request));
  };
}

/** The name of the error that an app was told, and 'answered' when it was given what it asked for. */
export function toldAs(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => {
      if (isProtocolError(error)) return error.name;
      throw error;
    },
  );
}

/** How often each came. */
export function tally(names: string[]) {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
