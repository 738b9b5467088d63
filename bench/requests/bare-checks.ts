import type { IncomingMessage } from 'node:http';
import type postgres from 'postgres';
import { z } from 'zod';
import { tokenOf } from '@/bench/people';
import { openDatabase } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import { findSession } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';
import { findBearer } from '@/server/oauth/bearer';

const Head = z.object({ kid: z.string() });
const Claims = z.object({ sid: z.string() });

/**
 * "Who is this" by a cookie and by a bearer token, with the statements that the app sends as they were recorded, and
 * nothing of the app around them; of a token nothing is verified.
 */
export async function bareChecks(
  sql: postgres.Sql,
  { databaseUrl, bearer, appUrl }: { databaseUrl: string; bearer: string; appUrl: string },
) {
  const { db, end } = openDatabase(databaseUrl, { max: 1 });
  const now = new Date();
  const byCookie = await recordStatements(() => findSession(db, { token: tokenOf(0), now }));
  const byToken = await recordStatements(() => findBearer(db, { token: bearer, appUrl, now }));
  await end();
  if (!byCookie.result || !byToken.result) throw new Error('the samples open nothing');
  const sample = partsOf(bearer);

  const run = async ({ text, parameters }: Statement, values: Record<string, string>) => {
    const at = { ...values, [now.toISOString()]: new Date().toISOString() };
    // A boolean stays one: the driver takes the word for false.
    const given = parameters.map((parameter) =>
      typeof parameter === 'boolean' ? parameter : (at[String(parameter)] ?? String(parameter)),
    );
    const [row] = await sql.unsafe(text, given, { prepare: true });
    if (!row) return undefined;
    const { user_id: userId, display_name: displayName, handle, email, permissions } = row;
    return { userId, handle, displayName, email, permissions };
  };
  const session = only(byCookie.statements);
  const token = only(byToken.statements);
  return {
    '/session': (cookie: string) => run(session, { [hashToken(tokenOf(0))]: hashToken(cookie) }),
    '/bearer': (_cookie: string, { headers }: IncomingMessage) => {
      const { kid, sid } = partsOf(headers.authorization?.slice('Bearer '.length) ?? '');
      return run(token, { [sample.kid]: kid, [sample.sid]: sid });
    },
  };
}

/** @throws when a check takes another number of statements than one */
function only(statements: Statement[]): Statement {
  const [statement] = statements;
  if (!statement || statements.length > 1) throw new Error('a check no longer takes one statement');
  return statement;
}

function partsOf(token: string) {
  const [head = '', body = ''] = token.split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { ...Head.parse(read(head)), ...Claims.parse(read(body)) };
}
